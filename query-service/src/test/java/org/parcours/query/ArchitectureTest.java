package org.parcours.query;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.parcours.query.planted.PlantedViolations;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.timeline.fold.PlantedClock;

class ArchitectureTest {

    private static final JavaClasses PRODUCTION_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.parcours.query");

    private static final ArchRule ONLY_PROJECTION_AND_REBUILD_WRITE_VIEWS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.parcours.query.projection..", "org.parcours.query.rebuild..", "org.parcours.query.store..")
            .should()
            .callMethodWhere(new DescribedPredicate<JavaCall<?>>("it writes views") {
                @Override
                public boolean test(JavaCall<?> call) {
                    return call.getTargetOwner().isAssignableTo(ViewGeneration.class)
                            && call.getTarget().getName().equals("write");
                }
            });

    private static final ArchRule NO_DEPENDENCY_ON_COMMAND_SERVICE =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.parcours.command..");

    private static final ArchRule THE_FOLD_IS_PURE = noClasses()
            .that()
            .resideInAPackage("org.parcours.query.timeline.fold..")
            .should()
            .dependOnClassesThat(are(resideInAnyPackage(
                    "org.springframework..",
                    "org.parcours.query.store..",
                    "org.slf4j..",
                    "java.io..",
                    "java.net..",
                    "org.parcours.query.views..",
                    "org.parcours.query.web..",
                    "org.parcours.query.topic..",
                    "org.parcours.query.update..",
                    "org.parcours.query.rebuild..",
                    "org.parcours.query.projection..")))
            .orShould()
            .callMethodWhere(new DescribedPredicate<JavaCall<?>>("it calls a clock or a random generator") {
                @Override
                public boolean test(JavaCall<?> call) {
                    return call.getTarget().getName().equals("now")
                                    && resideInAPackage("java.time..").test(call.getTargetOwner())
                            || call.getTarget().getName().equals("randomUUID");
                }
            });

    @Test
    void only_projection_and_rebuild_write_views() {
        ONLY_PROJECTION_AND_REBUILD_WRITE_VIEWS.check(PRODUCTION_CLASSES);
        assertCatches(ONLY_PROJECTION_AND_REBUILD_WRITE_VIEWS, PlantedViolations.WritesView.class);
    }

    @Test
    void query_service_does_not_depend_on_command_service() {
        NO_DEPENDENCY_ON_COMMAND_SERVICE.check(PRODUCTION_CLASSES);
        assertCatches(NO_DEPENDENCY_ON_COMMAND_SERVICE, PlantedViolations.DependsOnCommandService.class);
    }

    @Test
    void the_fold_is_pure() {
        THE_FOLD_IS_PURE.check(PRODUCTION_CLASSES);
        assertCatches(THE_FOLD_IS_PURE, PlantedClock.class);
    }

    private static void assertCatches(ArchRule rule, Class<?> planted) {
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation())
                .as("The rule finds " + planted.getSimpleName())
                .isTrue();
    }
}
