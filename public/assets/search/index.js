searchIndex({"records":202,"file":256,"words":["152e"]});
