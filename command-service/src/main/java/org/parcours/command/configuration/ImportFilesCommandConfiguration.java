package org.parcours.command.configuration;

import java.util.List;
import org.parcours.command.feeds.files.CloudEventFileFormatHandler;
import org.parcours.command.feeds.files.FhirFileFormatHandler;
import org.parcours.command.feeds.files.FileFormatHandler;
import org.parcours.command.feeds.files.FileImporter;
import org.parcours.command.feeds.files.Hl7FileFormatHandler;
import org.parcours.command.feeds.files.ImportFilesCommandProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.processing.MessageProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The import of files. Each supported file format is a bean. */
@Configuration(proxyBeanMethods = false)
class ImportFilesCommandConfiguration {

    @Bean
    FileFormatHandler hl7FileFormat(Hl7MessageParser parser) {
        return new Hl7FileFormatHandler(parser);
    }

    @Bean
    FileFormatHandler cloudEventFileFormat(CloudEventParser parser) {
        return new CloudEventFileFormatHandler(parser);
    }

    @Bean
    FileFormatHandler fhirFileFormat(FhirMessageParser parser, ImportFilesCommandProperties properties) {
        return new FhirFileFormatHandler(parser.forSource(properties.source()));
    }

    @Bean
    FileImporter fileImporter(
            List<FileFormatHandler> formats,
            MessageProcessor processor,
            StoreFactory stores,
            ImportFilesCommandProperties properties) {
        return new FileImporter(formats, processor, stores.importCheckpoints(), properties);
    }
}
