package org.parcours.events.versions;

import org.parcours.events.codec.EventType;
import tools.jackson.databind.node.ObjectNode;

/** Version 1 had the unit as text, {@code "unit": "1050"}; version 2 has a location, with room and bed. */
final class PatientAdmittedV1ToV2 {

    static final EventType FROM = new EventType("org.parcours.PatientAdmitted", 1);

    private PatientAdmittedV1ToV2() {}

    static ObjectNode upcast(ObjectNode v1) {
        if (v1.path("unit").isString() && !v1.has("location")) {
            v1.putObject("location").set("unit", v1.get("unit"));
            v1.remove("unit");
        }
        return v1;
    }
}
