searchIndex({"records":197,"file":256,"words":["152e"]});
