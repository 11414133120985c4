searchIndex({"records":222,"file":256,"words":["152e"]});
