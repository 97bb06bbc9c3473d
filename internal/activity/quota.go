package activity

import (
	"fmt"

	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// withinQuota refuses a file with which the drafts of a person would take more
// room than one may. What was handed in does not count; files that were taken
// out, and those of discarded drafts, do: earlier versions keep them.
func (s *Service) withinQuota(r store.Reader, st State, person string, more blob.Blob) error {
	if s.Quota <= 0 || st.State != StateDraft {
		return nil
	}
	var used int64
	err := r.Row(`select cast(coalesce(sum(size), 0) as bigint) from (
		select distinct f.hash, f.size from activity_people p join activities a on a.id = p.activity and a.state in ('draft', 'discarded')
			join activity_files f on f.activity = a.id and f.added_by = p.person
		where p.person = $1 and f.hash <> $2) kept`, person, more.Hash).Scan(&used)
	if err != nil {
		return fmt.Errorf("add up files of %s: %w", person, err)
	}
	if used+more.Size <= s.Quota {
		return nil
	}
	return errs.New(errs.TooLarge, "activity.file.quota", lang.T(
		"您未提交的草稿里的文件共占 %d MB，加上这个文件会超过每人 %d MB 的上限（移出的文件也计入，因为旧版本保留它们）。请先提交写好的申请，或请管理员调整上限。",
		"Files in your drafts take %d MB; with this one they would exceed the %d MB that each person has (files taken out count too, as earlier versions keep them). Submit an application that is ready, or ask an administrator for more."),
		megabytes(used), megabytes(s.Quota))
}

func megabytes(n int64) int64 { return (n + 1<<20 - 1) >> 20 }
