package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var titles = map[string]string{
	"1": "青少年睡眠与近视的关系",
	"2": "早产儿母乳喂养支持",
	"3": "Sleep and short sight in adolescents",
	"4": "睡前故事，安眠与梦",
	"5": "ＡＩ 大模型辅助影像报告 GPT-4",
	"6": "𠮷野家顾客行为观察",
	"7": "Étude naïve du sommeil",
	"8": "Исследование сна",
	"9": "一",
}

func find(t *testing.T, db *store.DB, kind, query string) []string {
	t.Helper()
	r := db.Read(ctx)
	w := store.NewWhere()
	if err := w.Search(r, kind, "t.id", query); err != nil {
		t.Fatal(err)
	}
	ids, err := store.Column[string](r, `select t.id from search_docs t`+w.String()+` order by t.id`, w.Args()...)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return ids
}

func write(t *testing.T, db *store.DB, kind, id, text string) {
	t.Helper()
	if err := db.Update(ctx, func(tx *store.Tx) error { return store.SearchWrite(tx, kind, id, text) }); err != nil {
		t.Fatal(err)
	}
}

// Both engines find the same by two characters, by one, by longer runs, by the
// beginnings of words, in any script, width and case.
func TestSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for id, title := range titles {
			write(t, db, "activity", id, title)
		}
		write(t, db, "review", "r", titles["1"])
		for query, want := range map[string]string{
			"睡眠": "1", "睡": "1 4", "眠": "1 4", "梦": "4", "一": "9", "睡眠与近视": "1", "睡近": "",
			"睡眠 近视": "1", "安眠 睡前": "4", "short sl": "3", "SLEEP": "3", "ai": "5", "大模型": "5", "gpt": "5", "4": "5",
			"𠮷野": "6", "𠮷": "6", "naive": "7", "etude": "7", "сна": "8", "иссл": "8", "zzz": "", "影像报告": "5",
			"the": "", "and": "3",
		} {
			if got := strings.Join(find(t, db, "activity", query), " "); got != want {
				t.Errorf("%q finds %q; want %q", query, got, want)
			}
		}
	})
}

// The index follows what is written: a new text replaces the old one, an empty
// one takes the thing out, and a bare sign asks for nothing.
func TestSearchFollows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, "activity", "1", titles["1"])
		write(t, db, "activity", "1", titles["2"])
		if got := find(t, db, "activity", "睡眠"); len(got) != 0 {
			t.Errorf("the old title still finds %v", got)
		}
		if got := find(t, db, "activity", "母乳"); !slices.Equal(got, []string{"1"}) {
			t.Errorf("the new title finds %v", got)
		}
		if got := find(t, db, "activity", "，*\"'"); !slices.Equal(got, []string{"1"}) {
			t.Errorf("a query of signs finds %v; want everything", got)
		}
		write(t, db, "activity", "1", "……")
		if got := find(t, db, "activity", "母乳"); len(got) != 0 {
			t.Errorf("a thing without text is found: %v", got)
		}
	})
}

// A word that stands in very many titles is found, too: there the list is
// walked instead.
func TestSearchCommonWord(t *testing.T) {
	db := storetest.SQLite(t)
	err := db.Update(ctx, func(tx *store.Tx) error {
		for i := range 20500 {
			if err := store.SearchWrite(tx, "activity", fmt.Sprintf("%05d", i), "临床研究"); err != nil {
				return err
			}
		}
		return store.SearchWrite(tx, "activity", "one", "睡眠")
	})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"研究": 20500, "临床研究": 20500, "床研": 20500, "究": 20500, "研究 床": 20500,
		"临研": 0, "研究 睡眠": 0, "睡眠": 1} {
		if n := len(find(t, db, "activity", query)); n != want {
			t.Errorf("%q found %d; want %d", query, n, want)
		}
	}
}

// Whatever the text and the query: tokens are plain, and no query is an error.
func TestSearchAnyQuery(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, "activity", "1", titles["1"])
		rapid.Check(t, func(rt *rapid.T) {
			text := rapid.String().Draw(rt, "text")
			tokens := store.SearchTokens(text)
			if strings.ContainsFunc(tokens, func(r rune) bool {
				return r != ' ' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
			}) {
				rt.Fatalf("tokens %q", tokens)
			}
			find(t, db, "activity", text)
		})
	})
}

// A piece of a text always finds the text.
func TestSearchFindsPieces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			text := []rune(rapid.StringOfN(rapid.SampledFrom([]rune("睡眠与近视𠮷ab")), 1, 12, -1).Draw(rt, "text"))
			from := rapid.IntRange(0, len(text)-1).Draw(rt, "from")
			to := rapid.IntRange(from+1, len(text)).Draw(rt, "to")
			piece := string(text[from:to])
			if from > 0 && text[from-1] < unicode.MaxASCII && text[from] < unicode.MaxASCII {
				return // the middle of a word is not looked for
			}
			write(t, db, "activity", "1", string(text))
			if len(find(t, db, "activity", piece)) != 1 {
				rt.Fatalf("%q does not find %q", piece, string(text))
			}
		})
	})
}

// The index of words that was put aside and made again finds what it found.
func TestSearchAside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, "activity", "gone", "青少年睡眠")
		err := db.Update(ctx, func(tx *store.Tx) error {
			again, err := store.SearchAside(tx)
			if err != nil {
				return err
			}
			if err := store.SearchDelete(tx, "activity", "gone"); err != nil {
				return err
			}
			for id, title := range titles {
				if err := store.SearchWrite(tx, "activity", id, title); err != nil {
					return err
				}
			}
			for _, statement := range again {
				if err := tx.Exec(statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		write(t, db, "activity", "new", "儿童睡眠")
		write(t, db, "activity", "4", "改了名")
		for query, want := range map[string]string{"睡眠": "1 new", "睡前": "", "改了": "4", "short": "3"} {
			if got := strings.Join(find(t, db, "activity", query), " "); got != want {
				t.Errorf("%q found %q, want %q", query, got, want)
			}
		}
	})
}
