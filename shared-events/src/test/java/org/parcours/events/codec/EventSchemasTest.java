package org.parcours.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.events.Event;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of each event's data stands in the tree, so that a change of an event shows in review. After a
 * change that is meant: {@code mvn -pl shared-events test -Dtest=EventSchemasTest -Dschemas.write=true}.
 */
class EventSchemasTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final SchemaGenerator GENERATOR = generator();

    static Stream<Class<? extends Event>> everyEvent() {
        return EventType.all();
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void the_schema_in_the_tree_is_that_of_the_record(Class<? extends Event> event) throws IOException {
        EventType type = EventType.of(event);
        ObjectNode schema = GENERATOR.generateSchema(event);
        schema.put("title", type.toString());
        Path file = SCHEMAS.resolve(type + ".json");
        if (Boolean.getBoolean("schemas.write")) {
            Files.createDirectories(SCHEMAS);
            Files.writeString(file, JSON.writeValueAsString(schema) + "\n");
        }

        assertThat(file).exists();
        JsonNode stored = JSON.readTree(Files.readString(file));
        assertThat(stored).isEqualTo(JSON.readTree(JSON.writeValueAsString(schema)));
    }

    @Test
    void every_schema_belongs_to_a_known_event() throws IOException {
        List<String> known =
                EventType.all().map(EventType::of).map(EventType::name).toList();
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.v\\d+\\.json$", "")))
                    .allSatisfy(name -> assertThat(known).contains(name));
        }
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.INLINE_ALL_SCHEMAS);
        builder.without(Option.DEFINITIONS_FOR_ALL_OBJECTS);
        builder.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            if (type.getErasedType() == UUID.class) {
                ObjectNode uuid = context.getGeneratorConfig().createObjectNode();
                uuid.put("type", "string").put("format", "uuid");
                return new com.github.victools.jsonschema.generator.CustomDefinition(uuid);
            }
            if (type.getErasedType().isRecord()
                    && type.getErasedType().getRecordComponents().length == 1
                    && type.getErasedType().getRecordComponents()[0].getType() == UUID.class) {
                ObjectNode uuid = context.getGeneratorConfig().createObjectNode();
                uuid.put("type", "string").put("format", "uuid");
                return new com.github.victools.jsonschema.generator.CustomDefinition(uuid);
            }
            return null;
        });
        builder.forFields()
                .withTargetTypeOverridesResolver(field -> field.getType().getErasedType() == Optional.class
                        ? List.of(field.getTypeParameterFor(Optional.class, 0))
                        : null)
                .withRequiredCheck(field -> field.getType().getErasedType() != Optional.class
                        && field.getType().getErasedType() != List.class);
        return new SchemaGenerator(builder.build());
    }
}
