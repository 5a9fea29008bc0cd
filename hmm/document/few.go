package document

import "fmt"

// Few is a warning if documents are few to tell so many groups of them apart, "" if not: less than ten a group, of three
// groups at least. With fewer it hangs on single documents which words mark a group, and how many groups there are.
func Few(documents, groups int, of string) string {
	if documents >= 10*max(groups, 3) {
		return ""
	}
	are := fmt.Sprintf("%d documents are", documents)
	if documents == 1 {
		are = "1 document is"
	}
	return fmt.Sprintf("%s few for %s: what these are, and how many, hangs on single documents", are, of)
}
