package org.parcours.command.intake.fhir.mapping;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ResourceEntry;

/** The observations of a DiagnosticReport of the same message: they are recorded with it, not by themselves. */
public final class DiagnosticReportObservationSet {

    private final Map<FhirElement, FhirElement> reports = new IdentityHashMap<>();

    public DiagnosticReportObservationSet(ReferenceResolver references, List<ResourceEntry> entries) {
        entries.stream()
                .flatMap(entry -> entry.resource("DiagnosticReport").stream())
                .forEach(report -> report.children("result").forEach(result -> add(references, result, report)));
    }

    private void add(ReferenceResolver references, FhirElement reference, FhirElement report) {
        references.resolve(reference).ifPresent(target -> {
            if (reports.putIfAbsent(target, report) == null) {
                target.children("hasMember").forEach(member -> add(references, member, report));
            }
        });
    }

    /** The first report that contains the observation. */
    public Optional<FhirElement> reportOf(FhirElement observation) {
        return Optional.ofNullable(reports.get(observation));
    }
}
