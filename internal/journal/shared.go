package journal

import "reflect"

// shared is a payload whose lists have no room at their end, so that whoever appends
// to one gets a list of their own.
func shared(b Body) Body {
	if b == nil {
		return nil
	}
	v := reflect.New(reflect.TypeOf(b)).Elem()
	v.Set(reflect.ValueOf(b))
	clip(v)
	return v.Interface().(Body)
}

// clip takes the room at the end of every list in v that others can reach.
func clip(v reflect.Value) {
	if !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		v.SetCap(v.Len())
		if deep(v.Type().Elem()) {
			for i := range v.Len() {
				clip(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			clip(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clip(v.Elem())
		}
	case reflect.Map:
		if deep(v.Type().Elem()) {
			clipValues(v)
		}
	}
}

// clipValues clips the values of a map, which cannot be changed where they are.
func clipValues(m reflect.Value) {
	for _, key := range m.MapKeys() {
		v := reflect.New(m.Type().Elem()).Elem()
		v.Set(m.MapIndex(key))
		clip(v)
		m.SetMapIndex(key, v)
	}
}

// deep reports whether values of a type may hold lists.
func deep(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Struct, reflect.Pointer, reflect.Map:
		return true
	}
	return false
}
