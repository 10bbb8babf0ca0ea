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
                resources.add(resource.toString());
            }
        }
        return resources;
    }
}
