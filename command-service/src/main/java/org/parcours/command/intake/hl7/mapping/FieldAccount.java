package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;

/**
 * Accounts for every populated field of one message (rule 8): a mapping has read it, or {@link NotUsedFields} lists it
 * with a reason, or it is unread, and each event of its group names it.
 */
public final class FieldAccount {

    private final String messageCode;
    private final Set<Hl7Segment> accounted = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param messageCode MSH-9.1 */
    public FieldAccount(String messageCode) {
        this.messageCode = messageCode;
    }

    /** The facts of one group of segments, with the unread paths of the group; called once its mapping is complete. */
    List<Fact> withUnread(List<Fact> facts, List<Hl7Segment> group) {
        if (facts.isEmpty()) {
            return facts;
        }
        accounted.addAll(group);
        return addUnread(facts, unreadPaths(group));
    }

    /** The facts of a message with the unread paths of the segments that belong to no group. */
    public List<Fact> withRemainingUnread(List<Fact> facts, Hl7Message message) {
        return addUnread(
                facts,
                unreadPaths(message.segments().stream()
                        .filter(segment -> !accounted.contains(segment))
                        .toList()));
    }

    private List<String> unreadPaths(List<Hl7Segment> segments) {
        Set<String> paths = new LinkedHashSet<>();
        segments.forEach(segment -> segment.unreadPaths().stream()
                .filter(path -> NotUsedFields.reason(messageCode, path).isEmpty())
                .forEach(paths::add));
        return List.copyOf(paths);
    }

    private static List<Fact> addUnread(List<Fact> facts, List<String> paths) {
        return paths.isEmpty()
                ? facts
                : facts.stream().map(fact -> addUnread(fact, paths)).toList();
    }

    private static Fact addUnread(Fact fact, List<String> paths) {
        Set<String> all = new LinkedHashSet<>(fact.annotations().unread());
        all.addAll(paths);
        List<String> critical =
                paths.stream().filter(NotUsedFields::canChangeMeaning).toList();
        Fact annotated = fact.withAnnotations(fact.annotations().withUnread(new ArrayList<>(all)));
        return critical.isEmpty()
                ? annotated
                : annotated.withAnomalies(
                        List.of(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, String.join(", ", critical))));
    }
}
