package org.parcours.events.versions;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.parcours.events.codec.EventType;
import tools.jackson.databind.node.ObjectNode;

/** All upcasters, each from one version to the next. */
public final class Upcasters {

    private static final Map<EventType, UnaryOperator<ObjectNode>> UPCASTERS =
            Map.of(PatientAdmittedV1ToV2.FROM, PatientAdmittedV1ToV2::upcast);

    private Upcasters() {}

    /** The data in the form of the newest version; the argument may be changed in place. */
    public static ObjectNode upcast(EventType type, ObjectNode data) {
        UnaryOperator<ObjectNode> toNext = UPCASTERS.get(type);
        return toNext == null ? data : upcast(new EventType(type.name(), type.version() + 1), toNext.apply(data));
    }
}
