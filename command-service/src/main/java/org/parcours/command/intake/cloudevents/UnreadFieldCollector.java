package org.parcours.command.intake.cloudevents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Collects the values of an application's own data that a rule does not read.
 *
 * @param read the places that it reads, with all that is in them
 */
record UnreadFieldCollector(Set<JsonPointer> read) {

    /** The paths of the values, from {@code data}. */
    List<String> collect(JsonNode data) {
        List<String> unread = new ArrayList<>();
        collect(data, JsonPointer.empty(), "data", unread);
        return unread;
    }

    private void collect(JsonNode value, JsonPointer pointer, String path, List<String> unread) {
        if (read.contains(pointer)) {
            return;
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> collect(
                            field.getValue(),
                            pointer.appendProperty(field.getKey()),
                            FieldPath.child(path, field.getKey()),
                            unread));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(value.get(i), pointer.appendIndex(i), FieldPath.item(path, i), unread);
            }
        } else if (!value.isNull()) {
            unread.add(path);
        }
    }
}
