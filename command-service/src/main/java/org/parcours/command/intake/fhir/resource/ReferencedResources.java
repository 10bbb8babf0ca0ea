package org.parcours.command.intake.fhir.resource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Identifier;
import tools.jackson.databind.json.JsonMapper;

/** The resources of earlier messages of the same sender that a message refers to. For one message. */
public final class ReferencedResources {

    /** The types that are named where others refer to them, and are no part of a patient's record. */
    static final Set<String> TYPES =
            Set.of("Location", "Organization", "HealthcareService", "Practitioner", "PractitionerRole");

    private static final JsonMapper JSON = new JsonMapper();

    private final ReferenceDirectory directory;
    private final String application;
    private final Map<Map.Entry<String, List<Identifier>>, Optional<FhirElement>> found = new HashMap<>();

    /** @param application the sender; the ids of an unknown one mean nothing later */
    public ReferencedResources(ReferenceDirectory directory, String application) {
        this.directory = directory;
        this.application = application;
    }

    /** Of an application that sends its first message. */
    public static ReferencedResources none() {
        return new ReferencedResources(ReferenceDirectory.none(), ReferenceResolver.UNKNOWN_APPLICATION);
    }

    boolean isKept(String type) {
        return TYPES.contains(type) && !application.equals(ReferenceResolver.UNKNOWN_APPLICATION);
    }

    /** The same reference finds the same element. */
    Optional<FhirElement> find(String type, List<Identifier> identifiers) {
        return found.computeIfAbsent(Map.entry(type, identifiers), _ -> directory
                .find(application, type, identifiers)
                .map(json -> FhirElement.resource(JSON.readTree(json), type)));
    }

    /** Whether a reference of the message has found one. */
    public boolean isUsed() {
        return found.values().stream().anyMatch(Optional::isPresent);
    }
}
