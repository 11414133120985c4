searchIndex({"records":180,"file":256,"words":["152e"]});
