package org.parcours.events.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the fields of reported data that no record has: typing errors, fields of another event, extensions. */
final class UnknownFieldFinder {

    private final List<List<Object>> unknown = new ArrayList<>();

    private UnknownFieldFinder() {}

    /** The steps to each of the fields, from the tree: names, and indices from 0. A field without a value is none. */
    static List<List<Object>> find(JsonNode tree, Class<?> record) {
        UnknownFieldFinder finder = new UnknownFieldFinder();
        finder.visit(tree, record, List.of());
        return List.copyOf(finder.unknown);
    }

    private void visit(JsonNode value, Type type, List<Object> path) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType().equals(Optional.class)) {
                visit(value, element, path);
            } else if (generic.getRawType().equals(Map.class)) {
                value.properties().forEach(entry -> visit(entry.getValue(), element, child(path, entry.getKey())));
            } else {
                for (int i = 0; value.isArray() && i < value.size(); i++) {
                    visit(value.get(i), element, child(path, i));
                }
            }
        } else if (type instanceof Class<?> record && record.isRecord() && value.isObject()) {
            visitFields(value, record, path);
        }
    }

    private void visitFields(JsonNode object, Class<?> record, List<Object> path) {
        Map<String, RecordComponent> known = Arrays.stream(record.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        object.properties().forEach(field -> {
            RecordComponent component = known.get(field.getKey());
            if (component != null) {
                visit(field.getValue(), component.getGenericType(), child(path, field.getKey()));
            } else if (!isEmpty(field.getValue())) {
                unknown.add(child(path, field.getKey()));
            }
        });
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isContainer() && value.isEmpty();
    }

    private static List<Object> child(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
