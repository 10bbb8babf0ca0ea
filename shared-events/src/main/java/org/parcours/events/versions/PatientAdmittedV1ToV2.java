package org.parcours.events.versions;

import org.parcours.events.codec.EventType;
import tools.jackson.databind.node.ObjectNode;

/** Version 1 told the unit as a text, {@code "unit": "1050"}; since version 2 it is a place, with room and bed. */
final class PatientAdmittedV1ToV2 {

    static final EventType FROM = new EventType("org.parcours.PatientAdmitted", 1);

    private PatientAdmittedV1ToV2() {}

    static ObjectNode lift(ObjectNode v1) {
        if (v1.path("unit").isString() && !v1.has("location")) {
            v1.putObject("location").set("unit", v1.get("unit"));
            v1.remove("unit");
        }
        return v1;
    }
}
