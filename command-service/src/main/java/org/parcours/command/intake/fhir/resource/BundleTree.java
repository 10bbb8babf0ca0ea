package org.parcours.command.intake.fhir.resource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shallow copies of a Bundle without what is read, checked and accounted for by itself. */
final class BundleTree {

    private BundleTree() {}

    static ObjectNode withoutEntries(ObjectNode bundle) {
        ObjectNode copy = copy(bundle);
        copy.remove("entry");
        return copy;
    }

    /** With its entries, each without its resource. */
    static ObjectNode withoutResources(ObjectNode bundle) {
        ObjectNode copy = withoutEntries(bundle);
        ArrayNode entries = copy.putArray("entry");
        for (JsonNode entry : bundle.path("entry")) {
            if (entry instanceof ObjectNode object) {
                ObjectNode without = copy(object);
                without.remove("resource");
                entries.add(without);
            } else {
                entries.add(entry);
            }
        }
        return copy;
    }

    private static ObjectNode copy(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.forEachEntry(copy::set);
        return copy;
    }
}
