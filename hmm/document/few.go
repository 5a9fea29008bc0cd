package document

// Few says whether documents are few to tell so many groups of them apart: less than ten a group, of three groups at
// least. With fewer it hangs on single documents which words mark a group, and how many groups there are.
func Few(documents, groups int) bool { return documents < 10*max(groups, 3) }
