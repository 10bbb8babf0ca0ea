package org.parcours.command.intake.fhir.mapping.context;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.RejectionException;

/**
 * The observations of a DiagnosticReport, or of a panel, of the same message: they are recorded with it, not by themselves.
 * Those of a withdrawn report stand for themselves, and so do those that may be about another patient.
 */
public final class DiagnosticReportObservationSet {

    private static final Set<String> WITHDRAWN = Set.of("cancelled", "entered-in-error");

    private final ReferenceResolver references;
    private final Map<FhirElement, FhirElement> containers = new IdentityHashMap<>();

    public DiagnosticReportObservationSet(ReferenceResolver references, List<ResourceEntry> entries) {
        this.references = references;
        reported(entries, "DiagnosticReport")
                .forEach(report -> report.children("result").forEach(result -> add(result, report)));
        reported(entries, "Observation")
                .filter(panel -> !containers.containsKey(panel))
                .forEach(panel -> panel.children("hasMember").forEach(member -> add(member, panel)));
    }

    private static Stream<FhirElement> reported(List<ResourceEntry> entries, String type) {
        return entries.stream()
                .flatMap(entry -> entry.resource(type).stream())
                .filter(resource ->
                        resource.text("status").filter(WITHDRAWN::contains).isEmpty());
    }

    private void add(FhirElement reference, FhirElement container) {
        resolve(reference)
                .filter(target -> target.isType("Observation") && target != container)
                .filter(target -> SubjectComparison.of(references, container, target) == SubjectComparison.SAME)
                .filter(target -> containers.putIfAbsent(target, container) == null)
                .ifPresent(target -> target.children("hasMember").forEach(member -> add(member, container)));
    }

    /** An ambiguous reference is named by the mapper of its resource. */
    private Optional<FhirElement> resolve(FhirElement reference) {
        try {
            return references.resolve(reference);
        } catch (RejectionException e) {
            return Optional.empty();
        }
    }

    /** The first report or panel that contains the observation. */
    public Optional<FhirElement> reportOf(FhirElement observation) {
        return Optional.ofNullable(containers.get(observation));
    }
}
