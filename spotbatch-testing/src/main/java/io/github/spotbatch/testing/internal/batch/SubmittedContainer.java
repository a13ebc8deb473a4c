package io.github.spotbatch.testing.internal.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A definition's container with a submission's overrides and parameters put in. */
final class SubmittedContainer {

  private static final Pattern REFERENCE = Pattern.compile("Ref::([A-Za-z0-9_-]+)");

  private SubmittedContainer() {}

  static ContainerProperties of(JobDefinition definition, SubmitJobRequest request) {
    ContainerProperties base = definition.containerProperties();
    if (request.containerOverrides() == null && !refersToParameters(base)) {
      // Shared, for there may be very many jobs.
      return base;
    }
    ContainerOverrides overrides =
        request.containerOverrides() == null
            ? ContainerOverrides.builder().build()
            : request.containerOverrides();
    Map<String, String> parameters = new LinkedHashMap<>(definition.parameters());
    parameters.putAll(request.parameters());
    List<String> command = overrides.command().isEmpty() ? base.command() : overrides.command();
    return base.toBuilder()
        .vcpus(legacy(base, overrides, ResourceType.VCPU, overrides.vcpus(), base.vcpus()))
        .memory(legacy(base, overrides, ResourceType.MEMORY, overrides.memory(), base.memory()))
        .command(command.stream().map(argument -> substitute(argument, parameters)).toList())
        .environment(environment(base, overrides))
        .resourceRequirements(requirements(base, overrides))
        .build();
  }

  private static boolean refersToParameters(ContainerProperties base) {
    return base.command().stream().anyMatch(argument -> REFERENCE.matcher(argument).find());
  }

  /** The old members override their like only, and give way to a resource requirement. */
  private static @Nullable Integer legacy(
      ContainerProperties base,
      ContainerOverrides overrides,
      ResourceType type,
      @Nullable Integer override,
      @Nullable Integer defined) {
    if (override != null && has(type, base.resourceRequirements())) {
      throw Refusals.bare(
          "This value was submitted in a deprecated key and may conflict with the value provided"
              + " by the job definition's resource requirements.");
    }
    if (has(type, overrides.resourceRequirements())) {
      return null;
    }
    return override != null ? override : defined;
  }

  private static boolean has(ResourceType type, List<ResourceRequirement> requirements) {
    return requirements.stream().anyMatch(requirement -> requirement.type() == type);
  }

  private static String substitute(String argument, Map<String, String> parameters) {
    Matcher reference = REFERENCE.matcher(argument);
    return reference.replaceAll(
        match -> {
          String value = parameters.get(match.group(1));
          if (value == null) {
            throw Refusals.bare(
                "Unable to substitute value. No parameter found for reference " + match.group(1));
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private static List<KeyValuePair> environment(
      ContainerProperties base, ContainerOverrides overrides) {
    Map<String, KeyValuePair> byName = new LinkedHashMap<>();
    base.environment().forEach(variable -> byName.put(variable.name(), variable));
    overrides.environment().forEach(variable -> byName.put(variable.name(), variable));
    return new ArrayList<>(byName.values());
  }

  private static List<ResourceRequirement> requirements(
      ContainerProperties base, ContainerOverrides overrides) {
    Map<String, ResourceRequirement> byType = new LinkedHashMap<>();
    base.resourceRequirements()
        .forEach(requirement -> byType.put(requirement.typeAsString(), requirement));
    overrides
        .resourceRequirements()
        .forEach(requirement -> byType.put(requirement.typeAsString(), requirement));
    return new ArrayList<>(byType.values());
  }
}
