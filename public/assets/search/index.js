searchIndex({"records":236,"file":256,"words":["152e"]});
