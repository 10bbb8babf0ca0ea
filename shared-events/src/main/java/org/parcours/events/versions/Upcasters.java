package org.parcours.events.versions;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.parcours.events.codec.EventType;
import tools.jackson.databind.node.ObjectNode;

/** All upcasters, each from one version to the next. */
public final class Upcasters {

    private record Upcaster(EventType from, UnaryOperator<ObjectNode> toNext) {}

    private static final Map<EventType, UnaryOperator<ObjectNode>> UPCASTERS =
            List.of(new Upcaster(PatientAdmittedV1ToV2.FROM, PatientAdmittedV1ToV2::upcast)).stream()
                    .collect(Collectors.toUnmodifiableMap(Upcaster::from, Upcaster::toNext));

    private Upcasters() {}

    /** The data in the form of the newest version; the argument may be changed in place. */
    public static ObjectNode upcast(EventType type, ObjectNode data) {
        EventType version = type;
        ObjectNode upcast = data;
        for (UnaryOperator<ObjectNode> next = UPCASTERS.get(version); next != null; next = UPCASTERS.get(version)) {
            upcast = next.apply(upcast);
            version = new EventType(version.name(), version.version() + 1);
        }
        return upcast;
    }
}
