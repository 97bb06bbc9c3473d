package journal

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is that of C2SP tlog-tiles: 256 hashes a tile.
const tileHeight = 8

// TilesHandler serves the log in the form of C2SP tlog-tiles, for anyone who
// wants to follow it:
//
//	/checkpoint                      the last signed tree head
//	/tile/<level>/<n>[.p/<width>]    hashes of the tree
//	/tile/entries/<n>[.p/<width>]    entries: salted commitments that disclose nothing
//
// It is mounted with its prefix stripped. OnError, when not nil, is told of
// trouble with the database; the client sees a bare 500.
func TilesHandler(j *Journal, onError func(error)) http.Handler {
	h := &tiles{j: j}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /checkpoint", wrap(h.checkpoint, onError))
	mux.HandleFunc("GET /tile/", wrap(h.tile, onError))
	return mux
}

type tiles struct{ j *Journal }

var errNoTile = errors.New("no such tile")

func wrap(serve func(http.ResponseWriter, *http.Request) error, onError func(error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := serve(w, r)
		switch {
		case err == nil:
		case errors.Is(err, errNoTile):
			http.Error(w, "not found", http.StatusNotFound)
		default:
			if onError != nil {
				onError(fmt.Errorf("serve %s: %w", r.URL.Path, err))
			}
			http.Error(w, "internal error", http.StatusInternalServerError)
		}
	}
}

func (t *tiles) checkpoint(w http.ResponseWriter, r *http.Request) error {
	note, err := lastCheckpoint(t.j.DB.Read(r.Context()))
	if err != nil {
		return err
	}
	if note == "" {
		return errNoTile
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write([]byte(note)) // the client may have left
	return nil
}

func (t *tiles) tile(w http.ResponseWriter, r *http.Request) error {
	tile, err := parseTile(r.URL.Path)
	if err != nil {
		return err
	}
	rd := t.j.DB.Read(r.Context())
	var size int64
	if err := rd.Row(`select coalesce(max(size), 0) from checkpoints`).Scan(&size); err != nil {
		return fmt.Errorf("read size of the log: %w", err)
	}
	if tile.N<<tileHeight+int64(tile.W) > size>>(tileHeight*max(tile.L, 0)) {
		return errNoTile
	}
	var data []byte
	if tile.L < 0 {
		data, err = entries(rd, tile.N<<tileHeight, tile.W)
	} else {
		data, err = tlog.ReadTileData(tile, nodes{rd})
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(data)
	return nil
}

// maxLevel bounds the level of a tile; the tree would have 2^48 leaves there.
const maxLevel = 5

// parseTile reads the path of a tile. Package tlog knows the same paths with
// the height in them and other words for entries.
func parseTile(path string) (tlog.Tile, error) {
	rest := strings.TrimPrefix(path, "/tile/")
	if entries, ok := strings.CutPrefix(rest, "entries/"); ok {
		rest = "data/" + entries
	} else if strings.HasPrefix(rest, "data/") {
		return tlog.Tile{}, errNoTile
	}
	tile, err := tlog.ParseTilePath("tile/8/" + rest)
	if err != nil || tile.L > maxLevel || tile.N >= 1<<40 {
		return tlog.Tile{}, errNoTile
	}
	return tile, nil
}

// entries gives log entries first to first+n, each behind its length.
func entries(r store.Reader, first int64, n int) ([]byte, error) {
	var out bytes.Buffer
	rows, err := r.Query(`select e.salt, e.body from leaves l join events e on e.seq = l.seq
		where l.leaf >= $1 and l.leaf < $2 order by l.leaf`, first, first+int64(n))
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	defer rows.Close()
	var salt, body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&salt, &body); err != nil {
			return nil, fmt.Errorf("read entries: %w", err)
		}
		entry := entryOf(salt, body)
		out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(entry))))
		out.Write(entry[:])
		n--
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	if n != 0 {
		return nil, fmt.Errorf("read entries: %d are missing from leaf %d on", n, first)
	}
	return out.Bytes(), nil
}
