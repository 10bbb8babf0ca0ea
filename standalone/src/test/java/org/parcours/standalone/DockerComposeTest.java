package org.parcours.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks docker-compose.yml and the Dockerfiles as text, without Docker. */
class DockerComposeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Map<String, Object> compose = read();
    private final Map<String, Object> services = map(compose, "services");

    @Test
    void the_three_stores_and_the_two_services_are_present() {
        assertThat(services).containsOnlyKeys("postgres", "mongodb", "kafka", "command-service", "query-service");
    }

    @Test
    void every_service_has_a_health_check_limits_and_a_fixed_version() {
        services.keySet().forEach(name -> {
            Map<String, Object> service = map(services, name);
            assertThat(map(service, "healthcheck")).as(name).containsKeys("test", "interval", "timeout", "retries");
            assertThat(map(map(map(service, "deploy"), "resources"), "limits"))
                    .as(name)
                    .containsKeys("cpus", "memory");
            assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
            assertThat(service.containsKey("build")
                            || service.get("image").toString().matches(".+:\\d[\\w.]*"))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void only_the_ports_of_the_contract_are_open_and_only_to_this_machine() {
        String here = "${PARCOURS_ADDRESS:-127.0.0.1}:";
        assertThat(map(services, "command-service").get("ports"))
                .isEqualTo(List.of(here + "8081:8081", here + "2575:2575"));
        assertThat(map(services, "query-service").get("ports")).isEqualTo(List.of(here + "8080:8080"));
        assertThat(Stream.of("postgres", "mongodb", "kafka").map(name -> map(services, name)))
                .allSatisfy(service -> assertThat(service).doesNotContainKey("ports"));
    }

    @Test
    void services_wait_for_their_healthy_store_and_for_nothing_else() {
        assertThat(map(map(services, "command-service"), "depends_on")).containsOnlyKeys("postgres");
        assertThat(map(map(services, "query-service"), "depends_on")).containsOnlyKeys("mongodb");
        for (String name : List.of("command-service", "query-service")) {
            Map<String, Object> needed = map(map(services, name), "depends_on");
            needed.keySet()
                    .forEach(store -> assertThat(map(needed, store)).containsEntry("condition", "service_healthy"));
        }
    }

    @Test
    void a_password_may_contain_any_character() {
        assertThat(map(map(services, "command-service"), "environment"))
                .containsKey("PARCOURS_LOG_PASSWORD")
                .hasEntrySatisfying(
                        "PARCOURS_LOG_URL", url -> assertThat(url.toString()).doesNotContain("password", "${"));
    }

    @Test
    void stores_keep_their_data_in_named_volumes() {
        Map<String, Object> volumes = map(compose, "volumes");
        for (String name : List.of("postgres", "mongodb", "kafka")) {
            assertThat((List<?>) map(services, name).get("volumes"))
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(volume ->
                            assertThat(volumes).containsKey(volume.toString().split(":")[0]));
        }
    }

    @Test
    void images_are_layered_and_run_as_a_user_who_cannot_change_their_files() throws IOException {
        for (String name : List.of("command-service", "query-service")) {
            String dockerfile = dockerfile(name);
            assertThat(dockerfile)
                    .contains("extract --layers", "HEALTHCHECK", "/actuator/health/readiness", "\nUSER parcours\n")
                    .doesNotContain("--chown");
            assertThat(dockerfile.lastIndexOf("\nUSER "))
                    .as("root creates every file")
                    .isGreaterThan(dockerfile.lastIndexOf("\nRUN "))
                    .isGreaterThan(dockerfile.lastIndexOf("\nCOPY "));
        }
    }

    @Test
    void images_are_built_from_fixed_versions() throws IOException {
        for (String name : List.of("command-service", "query-service")) {
            assertThat(dockerfile(name).lines().filter(line -> line.startsWith("FROM ")))
                    .allSatisfy(line -> assertThat(line).matches("FROM [a-z-]+:\\d+\\.\\d+\\.\\d+.*"));
        }
        assertThat(services.values())
                .extracting(service -> ((Map<?, ?>) service).get("image"))
                .filteredOn(image -> !image.toString().startsWith("parcours/"))
                .allSatisfy(image -> assertThat(image.toString()).matches(".+:\\d+\\.\\d+(\\.\\d+)?"));
    }

    @Test
    void the_default_folder_of_the_log_is_in_a_volume() throws IOException {
        assertThat(dockerfile("command-service")).contains("\nWORKDIR /var/lib/parcours\nVOLUME /var/lib/parcours\n");
    }

    private String dockerfile(String name) throws IOException {
        return Files.readString(
                ROOT.resolve(map(map(services, name), "build").get("dockerfile").toString()));
    }

    private static Map<String, Object> read() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(ROOT.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new IllegalStateException("docker-compose.yml", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String name) {
        assertThat(in).containsKey(name);
        return (Map<String, Object>) in.get(name);
    }
}
