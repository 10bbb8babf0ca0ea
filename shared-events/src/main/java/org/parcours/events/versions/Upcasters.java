package org.parcours.events.versions;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.parcours.events.codec.EventType;
import tools.jackson.databind.node.ObjectNode;

/** All the lifts that there are, each from one version to the next. */
public final class Upcasters {

    private record Lift(EventType from, UnaryOperator<ObjectNode> toNext) {}

    private static final Map<EventType, UnaryOperator<ObjectNode>> LIFTS =
            List.of(new Lift(PatientAdmittedV1ToV2.FROM, PatientAdmittedV1ToV2::lift)).stream()
                    .collect(Collectors.toUnmodifiableMap(Lift::from, Lift::toNext));

    private Upcasters() {}

    /** The data as the newest version would tell it; the argument may be changed in place. */
    public static ObjectNode lift(EventType type, ObjectNode data) {
        EventType version = type;
        ObjectNode lifted = data;
        for (UnaryOperator<ObjectNode> next = LIFTS.get(version); next != null; next = LIFTS.get(version)) {
            lifted = next.apply(lifted);
            version = new EventType(version.name(), version.version() + 1);
        }
        return lifted;
    }
}
