package bench

import (
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/rules"
	"lunheng/internal/screen"
)

// titles are invented; each with its keywords.
var titles = []string{
	"任务难度对工作记忆的影响及其脑机制；工作记忆；脑电；认知控制",
	"一种新型水凝胶促进大鼠皮肤创面愈合的机制；水凝胶；创面；炎症",
	"玉米籽粒灌浆期淀粉合成的分子调控；玉米；淀粉；灌浆",
	"面向城市道路的自动驾驶决策方法；强化学习；自动驾驶",
	"红心猕猴桃采后软化的酶学机制；猕猴桃；果胶；乙烯",
	"Sleep and short-sightedness of teenagers in six schools; questionnaire; myopia",
}

// screening measures how many titles one core screens, beside the standard library
// replacing the same words, which knows neither traps nor topics.
func (r *runner) screening(day calendar.Day) error {
	set := r.Book.On(day, "")
	s, err := screen.New(set)
	if err != nil {
		return err
	}
	i := 0
	ours, err := rate(sample, r.Now, len(titles), func() error {
		i++
		s.Text(titles[i%len(titles)])
		return nil
	})
	if err != nil {
		return err
	}
	words := strings.NewReplacer(pairs(set)...)
	theirs, err := rate(sample, r.Now, len(titles), func() error {
		i++
		words.Replace(titles[i%len(titles)])
		return nil
	})
	if err != nil {
		return err
	}
	peer := Figure{What: "the same words found by strings.Replacer", Value: theirs, Unit: "/s"}
	return r.tell(peer, Figure{What: "titles with keywords screened, one core", Value: ours, Unit: "/s"}.Beside(peer))
}

// pairs are the words of all patterns that use no sign of their own, each with what
// it is replaced by.
func pairs(set *rules.Set) []string {
	var out []string
	for _, list := range []string{"screens", "screen_topics"} {
		for _, item := range set.List(list) {
			for _, w := range item.Strs("words") {
				for part := range strings.SplitSeq(strings.Trim(w, "{}"), ",") {
					if part != "" && !strings.ContainsAny(part, "{}^$*") {
						out = append(out, part, "*")
					}
				}
			}
		}
	}
	return out
}
