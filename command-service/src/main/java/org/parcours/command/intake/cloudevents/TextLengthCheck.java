package org.parcours.command.intake.cloudevents;

import java.util.Set;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/** Rejects texts of absurd length, which no screen shows and no index keeps: an identifier, a name, a text. */
record TextLengthCheck(CloudEventLimitProperties limits) {

    private static final Set<String> IDENTIFIERS = Set.of("system", "type", "kind", "code");
    private static final Set<String> TEXTS = Set.of("text", "dosage", "dose", "quantity", "notes", "range");
    private static final String MAP_OF_TEXTS = "details";

    /**
     * Checks the fields of a record, as a tree.
     *
     * @throws RejectionException naming the path of the first text that is too long
     */
    void check(JsonNode record, String path) {
        check(record, path, "", limits.maxName());
    }

    void checkIdentifier(String text, String path) {
        require(text, path, limits.maxIdentifier());
    }

    /** The beginning of an identifier that is rejected, for the person who finds it in quarantine. */
    String shortenIdentifier(String text) {
        int limit = limits.maxIdentifier();
        return text.codePointCount(0, text.length()) <= limit
                ? text
                : text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
    }

    void checkName(String text, String path) {
        require(text, path, limits.maxName());
    }

    private void check(JsonNode value, String path, String name, int limit) {
        if (value.isObject()) {
            value.properties().forEach(field -> {
                String child = FieldPath.child(path, field.getKey());
                require(field.getKey(), child, limits.maxName());
                check(field.getValue(), child, field.getKey(), limit(value, name, field.getKey()));
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), FieldPath.item(path, i), name, limit);
            }
        } else if (value.isString()) {
            require(value.asString(), path, limit);
        }
    }

    private int limit(JsonNode parent, String parentName, String name) {
        if (parentName.equals(MAP_OF_TEXTS) || TEXTS.contains(name)) {
            return limits.maxText();
        }
        if (name.equals("value")) {
            return parent.has("system") ? limits.maxIdentifier() : limits.maxText();
        }
        return IDENTIFIERS.contains(name) ? limits.maxIdentifier() : limits.maxName();
    }

    private static void require(String text, String path, int limit) {
        int length = text.codePointCount(0, text.length());
        if (length > limit) {
            throw CloudEventRejectionCode.TEXT_TOO_LONG.exceptionAt(
                    path, "%d characters found; at most %d are expected".formatted(length, limit));
        }
    }
}
