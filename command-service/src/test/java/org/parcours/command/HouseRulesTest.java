package org.parcours.command;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.journey.letter.RecordLetter;

/** Who may know whom. Each rule holds for the house, and is shown to notice a planted violation. */
class HouseRulesTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("org.parcours.command");

    private static final JavaClasses JOURNEY_VIOLATION =
            importing(org.parcours.command.journey.exam.PlantedViolation.class);
    private static final JavaClasses LOG_VIOLATION = importing(org.parcours.command.log.jdbc.PlantedViolation.class);
    private static final JavaClasses INTAKE_VIOLATION =
            importing(org.parcours.command.intake.hl7.PlantedViolation.class);

    record Rule(ArchRule rule, JavaClasses violation) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Rule> rules() {
        return Map.of(
                        classes()
                                .that()
                                .resideInAPackage("org.parcours.command.journey..")
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        "org.parcours.command.journey..",
                                        "org.parcours.command.intake",
                                        "org.parcours.events..",
                                        "org.pcollections",
                                        "org.jspecify..",
                                        "java.."))
                                .as("the journey knows what comes in and what happened, and nothing else"),
                        JOURNEY_VIOLATION,
                        noClasses()
                                .that()
                                .resideInAPackage("org.parcours.command.journey..")
                                .should()
                                .dependOnClassesThat()
                                .areAssignableTo(Clock.class)
                                .as("decisions have no clock"),
                        JOURNEY_VIOLATION,
                        noClasses()
                                .that(not(resideInAPackage("org.parcours.command.log.axon..")))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.axonframework..")
                                .as("Axon stays behind the bridge"),
                        JOURNEY_VIOLATION,
                        classes()
                                .that(resideInAPackage("org.parcours.command.log..")
                                        .and(not(resideInAnyPackage(
                                                "org.parcours.command.log.axon..", "org.parcours.command.log.mongo"))))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        "org.parcours.command.log..",
                                        "org.parcours.command.store..",
                                        "org.jspecify..",
                                        "org.slf4j..",
                                        "java.."))
                                .as("the log knows bytes and a store: neither events, nor Spring, nor who writes"),
                        LOG_VIOLATION,
                        noClasses()
                                .that(resideInAPackage("org.parcours.command..")
                                        .and(not(resideInAnyPackage(
                                                "org.parcours.command.log.mongo",
                                                "org.parcours.command.tokens",
                                                "org.parcours.command.quarantine",
                                                "org.parcours.command.activity",
                                                "org.parcours.command.documents",
                                                "org.parcours.command.store"))))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("com.mongodb..", "org.bson..")
                                .as("MongoDB stays behind the adapters"),
                        LOG_VIOLATION,
                        noClasses()
                                .that()
                                .resideInAPackage("org.parcours.command.intake..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.parcours.command.journey..",
                                        "org.parcours.command.log..",
                                        "org.parcours.command.quarantine..",
                                        "org.parcours.command.activity..",
                                        "org.parcours.command.documents..")
                                .as("the intake turns bytes into facts: no rule of the journey, no store"),
                        INTAKE_VIOLATION)
                .entrySet()
                .stream()
                .map(entry -> new Rule(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_house_keeps_the_rule(Rule rule) {
        rule.rule().check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_notices_a_planted_violation(Rule rule) {
        assertThat(rule.rule().evaluate(rule.violation()).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("stepsApart")
    void steps_never_import_each_other(JavaClasses classes, boolean expected) {
        ArchRule apart = slices().matching("org.parcours.command.journey.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("org.parcours.command.journey.recording"),
                        resideInAPackage("org.parcours.command.journey.."));

        assertThat(apart.evaluate(classes).hasViolation()).isEqualTo(expected);
    }

    static Stream<Arguments> stepsApart() {
        JavaClasses planted = importing(org.parcours.command.journey.exam.PlantedViolation.class, RecordLetter.class);
        return Stream.of(Arguments.of(HOUSE, false), Arguments.of(planted, true));
    }

    private static JavaClasses importing(Class<?>... classes) {
        return new ClassFileImporter().importClasses(classes);
    }
}
