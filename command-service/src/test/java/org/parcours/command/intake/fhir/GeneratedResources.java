package org.parcours.command.intake.fhir;

import java.util.ArrayList;
import java.util.List;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import tools.jackson.databind.node.ObjectNode;

/** Resources of each supported type with each of their elements filled, one element a resource, each with its own id. */
public final class GeneratedResources {

    private GeneratedResources() {}

    /** @param variant which types the choices have */
    public static List<String> ofEachElement(int variant) {
        List<String> resources = new ArrayList<>();
        for (String type : ResourceMapperRegistry.resourceTypes()) {
            for (String property : ResourceGenerator.properties(type)) {
                ObjectNode resource = new ResourceGenerator(variant).filled(type, property);
                String id = "%s-%s".formatted(type, property);
                resource.put("id", id.substring(0, Math.min(64, id.length())));
                resources.add(ofItsOwn(resource.toString(), type, property));
            }
        }
        return resources;
    }

    /** Two resources with one number, or two that describe one patient differently, would contradict each other. */
    private static String ofItsOwn(String resource, String type, String property) {
        String numbered = resource.replace("urn:x:system", "urn:x:%s-%s-system".formatted(type, property));
        return type.equals("Patient") ? numbered.replace("\"G1\"", "\"G1-" + property + "\"") : numbered;
    }
}
