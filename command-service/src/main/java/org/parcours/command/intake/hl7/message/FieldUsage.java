package org.parcours.command.intake.hl7.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.parcours.command.intake.InvisibleCharacters;

/**
 * Which values of one segment a mapping has read (rule 8). Populated values that it has not read are the segment's
 * unread paths. Not thread-safe: one thread maps a message.
 */
final class FieldUsage {

    private record Position(int field, int repetition, int component, int subcomponent) {}

    private final Set<Position> read = new HashSet<>();

    void markRead(int field, int repetition, int component, int subcomponent) {
        read.add(new Position(field, repetition, component, subcomponent));
    }

    /**
     * The populated values that were not read, each as the shortest path that contains no read value: {@code RXE-4},
     * {@code PID-3[2]}, {@code PID-5.3}, {@code PID-3.4.2}.
     */
    List<String> unreadPaths(Hl7Segment segment) {
        List<String> paths = new ArrayList<>();
        for (int field = segment.firstDataField(); field <= segment.fieldCount(); field++) {
            if (!segment.isBlank(field)) {
                addUnread(segment, field, paths);
            }
        }
        return paths;
    }

    private void addUnread(Hl7Segment segment, int field, List<String> paths) {
        String fieldPath = segment.name() + "-" + field;
        List<List<List<String>>> repetitions = segment.values(field);
        boolean anyRead = false;
        List<String> unread = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions.size(); repetition++) {
            String path = repetition == 0 ? fieldPath : fieldPath + "[" + (repetition + 1) + "]";
            anyRead |= addUnread(repetitions.get(repetition), field, repetition, path, unread);
        }
        if (!anyRead && !unread.isEmpty()) {
            paths.add(fieldPath);
        } else {
            paths.addAll(unread);
        }
    }

    /** @return whether a populated value of the repetition was read */
    private boolean addUnread(
            List<List<String>> components, int field, int repetition, String path, List<String> unread) {
        boolean anyRead = false;
        List<String> unreadComponents = new ArrayList<>();
        for (int component = 1; component <= components.size(); component++) {
            List<String> subcomponents = components.get(component - 1);
            boolean anySubcomponentRead = false;
            List<String> unreadSubcomponents = new ArrayList<>();
            String componentPath = components.size() == 1 ? path : path + "." + component;
            for (int sub = 1; sub <= subcomponents.size(); sub++) {
                if (InvisibleCharacters.strip(subcomponents.get(sub - 1)).isEmpty()) {
                    continue;
                }
                if (read.contains(new Position(field, repetition, component, sub))) {
                    anySubcomponentRead = true;
                } else {
                    unreadSubcomponents.add(componentPath + "." + sub);
                }
            }
            anyRead |= anySubcomponentRead;
            if (anySubcomponentRead) {
                unreadComponents.addAll(unreadSubcomponents);
            } else if (!unreadSubcomponents.isEmpty()) {
                unreadComponents.add(componentPath);
            }
        }
        if (anyRead) {
            unread.addAll(unreadComponents);
        } else if (!unreadComponents.isEmpty()) {
            unread.add(path);
        }
        return anyRead;
    }
}
