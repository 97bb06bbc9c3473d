// Package scenario holds acceptance tests as scripts that a lawyer can read:
// as this person, open this page, do this, see these words, and exactly these
// events were journalled and no others. The scripts stand in testdata; they
// run against the whole program, through the pages that people use.
//
// Every script begins with its story and the articles it rests on. Words in
// quotes are what stands on the page, in the language of the script; spaces
// do not count when they are compared.
//
// A script may bring rule packs along, as files below packs/.
//
// Going about:
//
//	language zh|en               the language of the browsers from here on
//	as lin                       go on as this person (the people of apptest); `as nobody` has no account
//	tab NAME                     go on in another tab of the same browser; `tab` alone is the first
//	open PATH                    go to an address
//	follow 'link'                follow a link
//	within 'words'               look only inside the smallest part of the page with all these words, until the page changes
//
// Filling in, by the words beside the field:
//
//	fill 'label' 'text'          a text, a date; $-names and \n are replaced
//	choose 'label' 'option'      one of several
//	tick 'option', untick        one of any number
//	attach 'label' FILE          a file of the script; the button to press is the one beside it
//	talk FILE                    answer the questions of a conversation as they come: a line `question | answer | answer` for each
//	press 'button'               send the form; `press twice` sends it twice, as a double click does
//	api METHOD PATH [JSON]       ask the API as this person
//	guess NAME TIMES             try to log in with a wrong password
//	forge PATH name=value …      send what the page does not offer, as an attacker would
//
// Looking:
//
//	sees 'words', lacks 'words'  on the page, or in the message that has appeared on it
//	holds 'label' 'text'         what stands in a field
//	refused 'words'              the page says no, why, and what was typed is still there
//	status 404                   the answer's number, when it is not a page of success
//	offers 'button', withholds   whether the page has a button, or a link, of these words
//	save FILE                    keep the answer as a file of the script; the button to press is the one beside it
//
// The journal and the world:
//
//	events a.b 'c.d 3'           exactly these have happened since the last time, in this order (3 times)
//	journal [type] lacks 'words' nowhere in the events since the script began, or `journal holds`
//	time +3d                     time passes (d, h, m); whatever was due happens
//	seal, verify                 seal the log; check everything, which must be clean
//	lunheng …                    the program's command line; `! lunheng` must answer no
//	given …                      what happened before the story begins (see given_test.go)
//	alter FILE 'from' 'to'       change a file of the script
//	large FILE MEGABYTES         make a large one
//	stored NUMBER                so many files lie in the store, halves of files included
//	know NAME                    remember the id in the address as $NAME
package scenario
