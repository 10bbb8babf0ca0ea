package org.parcours.command.intake.hl7.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;

/**
 * The mapping of each message type, after the table in domain.md. A type and trigger without a mapping is unsupported.
 */
public final class StandardHl7MappingRegistry {

    private static final Map<String, Function<Hl7MappingContext, List<Fact>>> MAPPINGS = new HashMap<>();

    static {
        Stream.concat(
                        Hl7MovementMapper.KIND_BY_TRIGGER.keySet().stream(),
                        Hl7MovementMapper.CANCELLED_KIND_BY_TRIGGER.keySet().stream())
                .filter(trigger -> !trigger.equals("A04"))
                .forEach(trigger -> register(Hl7MovementMapper::map, "ADT^" + trigger));
        register(Hl7ArrivalMapper::mapRegistration, "ADT^A04");
        register(Hl7ArrivalMapper::mapArrival, "ADT^A10");
        register(Hl7MovementMapper::map, "ADT^Z99");
        // PAM France does not use A08; elsewhere it updates the identity, and corrects a movement if it has a ZBE, or
        // else says where the patient is.
        register(
                context -> Stream.concat(
                                Hl7IdentityEventMapper.mapUpdate(context).stream(),
                                context.message().hasSegment("ZBE")
                                        ? Hl7MovementMapper.map(context).stream()
                                        : Hl7MovementMapper.mapLocation(context).stream())
                        .toList(),
                "ADT^A08");

        register(Hl7IdentityEventMapper::mapRegistration, "ADT^A28");
        register(Hl7IdentityEventMapper::mapUpdate, "ADT^A31", "ADT^A46", "ADT^A47");
        register(Hl7IdentityEventMapper::mapMerge, "ADT^A18", "ADT^A34", "ADT^A36", "ADT^A39", "ADT^A40");
        // The mappings of AL1, IAM, DG1 and PR1 follow those of all types.
        register(_ -> List.of(), "ADT^A60", "BAR^P12");
        register(Hl7IdentityEventMapper::mapUnmerge, "ADT^A37");
        register(Hl7IdentityEventMapper::mapReassignment, "ADT^A44", "ADT^A45");

        Hl7SchedulingMapper.EFFECT_BY_TRIGGER
                .keySet()
                .forEach(trigger -> register(Hl7SchedulingMapper::map, "SIU^" + trigger));

        register(Hl7OrderMapper::map, "ORM^O01", "OMG^O19", "OML^O21", "OML^O33", "OML^O35", "OMI^O23");
        register(Hl7ResultMapper::map, "ORU^R01", "ORU^R30", "ORU^R31", "ORU^R32", "ORU^R40");
        register(Hl7SpecimenMapper::mapUnsolicited, "OUL^R21", "OUL^R22", "OUL^R23", "OUL^R24");

        registerDocument(Hl7DocumentMapper::mapIssue, "MDM^T01", "MDM^T02", "MDM^T05", "MDM^T06");
        registerDocument(Hl7DocumentMapper::mapReplacement, "MDM^T07", "MDM^T08", "MDM^T09", "MDM^T10");
        registerDocument(Hl7DocumentMapper::mapStatusChange, "MDM^T03", "MDM^T04", "MDM^T11");

        register(Hl7PrescriptionMapper::map, "OMP^O09", "RDE^O01", "RDE^O11", "RDE^O25");
        register(Hl7DispenseMapper::mapDispenses, "RDS^O01", "RDS^O13");
        register(Hl7DispenseMapper::mapGives, "RGV^O01", "RGV^O15");
        register(Hl7AdministrationMapper::map, "RAS^O01", "RAS^O17", "VXU^V04");
    }

    private StandardHl7MappingRegistry() {}

    /**
     * Empty if the type has no mapping; an empty list if the message contains nothing that Parcours tracks.
     *
     * @throws org.parcours.command.message.RejectionException naming the invalid or missing field
     */
    static Optional<List<Fact>> map(String messageCode, Hl7MappingContext context) {
        return Optional.ofNullable(MAPPINGS.get(messageCode + "^" + context.trigger()))
                .map(mapping -> {
                    // Before the orders, whose groups of segments may contain them.
                    List<Fact> clinical = Stream.of(Hl7AllergyMapper.map(context), Hl7DiagnosisMapper.map(context))
                            .flatMap(List::stream)
                            .toList();
                    return Stream.concat(mapping.apply(context).stream(), clinical.stream())
                            .toList();
                });
    }

    /** As above, but the first of the hospital's own rules that applies to the message takes precedence. */
    public static Optional<List<Fact>> map(
            String messageCode, Hl7MappingContext context, List<CustomHl7MappingRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.map(messageCode, context).stream())
                .findFirst()
                .or(() -> map(messageCode, context));
    }

    /** Every type with a mapping, such as {@code ORU^R01}, sorted. */
    public static List<String> types() {
        return MAPPINGS.keySet().stream().sorted().toList();
    }

    /** @param type such as {@code ORU^R01} */
    public static boolean contains(String type) {
        return MAPPINGS.containsKey(type);
    }

    /** An imaging report belongs to its order, whichever message contains it. */
    private static void registerDocument(Function<Hl7MappingContext, List<Fact>> documentMapping, String... types) {
        register(
                context -> MdmImagingReportMapper.isImagingReport(context)
                        ? MdmImagingReportMapper.map(context)
                        : documentMapping.apply(context),
                types);
    }

    private static void register(Function<Hl7MappingContext, List<Fact>> mapping, String... types) {
        for (String type : types) {
            if (MAPPINGS.put(type, mapping) != null) {
                throw new IllegalStateException("Mapped twice: " + type);
            }
        }
    }
}
