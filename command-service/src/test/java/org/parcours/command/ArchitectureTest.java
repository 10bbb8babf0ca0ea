package org.parcours.command;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.journey.letter.LetterCorrectionDecider;

/** Which package may depend on which. Every rule holds for the service and detects a planted violation. */
class ArchitectureTest {

    private static final String ROOT = "org.parcours.command.";

    /** The packages that each package may depend on. {@code configuration} and {@code cli} may depend on all. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("store", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("message", Set.of()),
            Map.entry("documents", Set.of("store")),
            Map.entry("eventlog", Set.of("store")),
            Map.entry("quarantine", Set.of("message", "store")),
            Map.entry("journey", Set.of("message")),
            Map.entry("intake", Set.of("message", "documents", "store")),
            Map.entry("processing", Set.of("message", "quarantine", "store")),
            Map.entry("axon", Set.of("processing", "journey", "message", "eventlog")),
            Map.entry("feeds", Set.of("processing", "intake", "message", "documents", "store", "http")),
            Map.entry("publishing", Set.of("eventlog")),
            Map.entry("checkpoint", Set.of("eventlog", "store")),
            Map.entry("monitoring", Set.of("processing", "message", "store")),
            Map.entry(
                    "api",
                    Set.of(
                            "processing",
                            "intake",
                            "message",
                            "quarantine",
                            "monitoring",
                            "eventlog",
                            "documents",
                            "store",
                            "http")));

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("org.parcours.command");

    private static final JavaClasses JOURNEY_VIOLATION =
            importing(org.parcours.command.journey.exam.JourneyPlantedViolation.class);
    private static final JavaClasses LOG_VIOLATION =
            importing(org.parcours.command.eventlog.jdbc.EventLogPlantedViolation.class);
    private static final JavaClasses INTAKE_VIOLATION =
            importing(org.parcours.command.intake.hl7.Hl7PlantedViolation.class);

    record Rule(ArchRule rule, JavaClasses violation) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule(onlyAllowedDependencies().as("the journey depends on nothing above it"), JOURNEY_VIOLATION),
                new Rule(onlyAllowedDependencies().as("the event log depends on nothing above it"), LOG_VIOLATION),
                new Rule(onlyAllowedDependencies().as("parsers depend on nothing above them"), INTAKE_VIOLATION),
                new Rule(
                        classes()
                                .that()
                                .resideInAPackage(ROOT + "journey..")
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        ROOT + "journey..",
                                        ROOT + "message..",
                                        "org.parcours.events..",
                                        "org.pcollections",
                                        "org.jspecify..",
                                        "java.."))
                                .as("the journey depends on facts and events, and on no framework"),
                        JOURNEY_VIOLATION),
                new Rule(
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + "journey..")
                                .should()
                                .dependOnClassesThat()
                                .areAssignableTo(Clock.class)
                                .as("deciders have no clock"),
                        JOURNEY_VIOLATION),
                new Rule(
                        noClasses()
                                .that(not(resideInAPackage(ROOT + "axon..")))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.axonframework..")
                                .as("only the package axon imports Axon"),
                        JOURNEY_VIOLATION),
                new Rule(
                        classes()
                                .that(resideInAPackage(ROOT + "eventlog..")
                                        .and(not(resideInAPackage(ROOT + "eventlog.mongo"))))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        ROOT + "eventlog..",
                                        ROOT + "store..",
                                        "org.jspecify..",
                                        "org.slf4j..",
                                        "java.."))
                                .as("the event log depends on bytes and a store: neither on events nor on Spring"),
                        LOG_VIOLATION),
                new Rule(
                        noClasses()
                                .that(resideInAPackage("org.parcours.command..")
                                        .and(not(resideInAnyPackage(
                                                ROOT + "eventlog.mongo",
                                                ROOT + "feeds.files",
                                                ROOT + "intake.fhir.directory",
                                                ROOT + "quarantine",
                                                ROOT + "monitoring",
                                                ROOT + "documents",
                                                ROOT + "store"))))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("com.mongodb..", "org.bson..")
                                .as("only the stores import MongoDB's driver"),
                        LOG_VIOLATION));
    }

    private static ArchRule onlyAllowedDependencies() {
        return classes()
                .that()
                .resideInAPackage("org.parcours.command..")
                .should(new ArchCondition<>("only have allowed dependencies") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        String from = packageBelowRoot(item);
                        if (!ALLOWED.containsKey(from)) {
                            return;
                        }
                        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                            String to = packageBelowRoot(dependency.getTargetClass());
                            if (!to.isEmpty()
                                    && !to.equals(from)
                                    && !ALLOWED.get(from).contains(to)) {
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                            }
                        }
                    }
                });
    }

    /** The first package below the root package; empty for a class of another library. */
    private static String packageBelowRoot(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : "";
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_service_keeps_the_rule(Rule rule) {
        rule.rule().check(SERVICE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_detects_a_planted_violation(Rule rule) {
        assertThat(rule.rule().evaluate(rule.violation()).hasViolation()).isTrue();
    }

    @Test
    void packages_have_no_cyclic_dependencies() {
        slices().matching("org.parcours.command.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SERVICE);
        slices().matching("org.parcours.command.(**)").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void every_package_has_declared_dependencies() {
        Set<String> packages = SERVICE.stream()
                .map(ArchitectureTest::packageBelowRoot)
                .filter(name -> !name.isEmpty())
                .collect(java.util.stream.Collectors.toSet());
        packages.removeAll(Set.of("configuration", "cli"));
        assertThat(packages).isEqualTo(ALLOWED.keySet());
    }

    @ParameterizedTest
    @MethodSource("journeyStepClasses")
    void journey_steps_do_not_depend_on_each_other(JavaClasses classes, boolean expected) {
        ArchRule independent = slices().matching("org.parcours.command.journey.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("org.parcours.command.journey.decision"),
                        resideInAPackage("org.parcours.command.journey.."));

        assertThat(independent.evaluate(classes).hasViolation()).isEqualTo(expected);
    }

    static Stream<Arguments> journeyStepClasses() {
        JavaClasses planted = importing(
                org.parcours.command.journey.exam.JourneyPlantedViolation.class, LetterCorrectionDecider.class);
        return Stream.of(Arguments.of(SERVICE, false), Arguments.of(planted, true));
    }

    private static JavaClasses importing(Class<?>... classes) {
        return new ClassFileImporter().importClasses(classes);
    }
}
