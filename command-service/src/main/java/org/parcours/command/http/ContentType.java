package org.parcours.command.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media type with its parameters (RFC 9110, 8.3.1), read leniently.
 *
 * @param mediaType in lower case; empty where the header is missing
 * @param parameters by name in lower case, without quotation marks
 */
public record ContentType(String mediaType, Map<String, String> parameters) {

    public ContentType {
        parameters = Map.copyOf(parameters);
    }

    public static ContentType of(@Nullable String header) {
        String[] parts = (header == null ? "" : header).split(";");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String value = parts[i].substring(equals + 1).strip();
                parameters.putIfAbsent(
                        parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT), value.replace("\"", ""));
            }
        }
        return new ContentType(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
