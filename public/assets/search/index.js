searchIndex({"records":229,"file":256,"words":["152e"]});
