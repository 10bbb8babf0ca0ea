package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a field in the sender's own names: {@code data.patient.identifiers[0].value}, {@code data.details["n° 1"]}.
 * What a sender names at any length, with any characters, is shortened and escaped: a path is stored and logged.
 */
final class FieldPath {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");

    /** In characters, of a name inside a path. */
    private static final int MAX_NAME = 100;

    private FieldPath() {}

    /** @param steps names, and indices from 0 */
    static String of(String root, List<Object> steps) {
        String path = root;
        for (Object step : steps) {
            path = step instanceof Integer index ? item(path, index) : child(path, String.valueOf(step));
        }
        return path;
    }

    static String child(String parent, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return parent + "[\"" + escaped(name) + "\"]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().limit(MAX_NAME).forEach(c -> {
            if (Characters.isPlain(c) && c != '"' && c != '\\') {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
            }
        });
        return name.codePointCount(0, name.length()) > MAX_NAME ? escaped + "…" : escaped.toString();
    }
}
