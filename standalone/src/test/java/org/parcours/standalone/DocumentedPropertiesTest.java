package org.parcours.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The README's table of properties is what both services read: none is missing, and none is left of before. */
class DocumentedPropertiesTest {

    private static final Pattern NAME = Pattern.compile("`([a-z][a-z0-9.-]*)`");

    @Test
    void the_readme_lists_every_property_of_both_services_and_no_other() throws IOException, ClassNotFoundException {
        assertThat(documentedProperties()).isNotEmpty().isEqualTo(properties());
    }

    /** The first cell of a row has one whole name; the names after it have the same prefix. */
    private static TreeSet<String> documentedProperties() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String row : Files.readAllLines(Path.of("../README.md"))) {
            if (row.startsWith("| `parcours.")) {
                List<String> cell = NAME.matcher(row.split("\\|")[1])
                        .results()
                        .map(MatchResult::group)
                        .map(name -> name.replace("`", ""))
                        .toList();
                String prefix = cell.getFirst().substring(0, cell.getFirst().lastIndexOf('.') + 1);
                names.add(cell.getFirst());
                cell.stream().skip(1).map(prefix::concat).forEach(names::add);
            }
        }
        return names;
    }

    private static TreeSet<String> properties() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        TreeSet<String> names = new TreeSet<>();
        for (var bean : scanner.findCandidateComponents("org.parcours")) {
            Class<?> type = Class.forName(bean.getBeanClassName());
            properties(type.getAnnotation(ConfigurationProperties.class).value(), type)
                    .forEach(names::add);
        }
        return names;
    }

    private static Stream<String> properties(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> {
            String name = prefix + "." + kebabCase(component);
            return component.getType().isRecord() ? properties(name, component.getType()) : Stream.of(name);
        });
    }

    private static String kebabCase(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
