searchIndex({"records":208,"file":256,"words":["152e"]});
