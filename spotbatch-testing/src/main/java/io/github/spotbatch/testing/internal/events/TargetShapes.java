package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.BatchParameters;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Reads targets as the SDK writes them. */
final class TargetShapes {

  private static final String OVERRIDES = "ContainerOverrides";

  private TargetShapes() {}

  static EventTarget read(PutTargetsRequest request, Target target) {
    String id = EventChecks.name("targets.1.member.id", target.id());
    String arn = arn(target.arn());
    if (target.retryPolicy() != null || target.deadLetterConfig() != null) {
      String name = target.retryPolicy() != null ? "RetryPolicy" : "DeadLetterConfig";
      throw Parameters.unsupported(request, "parameter", "Targets." + name);
    }
    boolean shaped =
        Stream.of(target.input(), target.inputPath(), target.inputTransformer())
            .anyMatch(given -> given != null);
    if (Deliveries.isLogGroup(arn) && shaped) {
      throw Parameters.unsupported(request, "input of a log group", arn);
    }
    BatchTarget batch = Deliveries.isJobQueue(arn) ? batch(request, target) : null;
    return new EventTarget(id, arn, target.roleArn(), input(request, target), batch, target);
  }

  private static String arn(@Nullable String arn) {
    if (arn == null || !arn.matches("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+")) {
      throw EventFaults.validation(
          "Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct format.");
    }
    return arn;
  }

  private static BatchTarget batch(PutTargetsRequest request, Target target) {
    BatchParameters job = target.batchParameters();
    if (target.roleArn() == null) {
      throw EventFaults.validation("RoleArn is required for target " + target.arn() + ".");
    }
    if (job == null || job.jobDefinition() == null || job.jobName() == null) {
      // The text is not known.
      throw EventFaults.validation(
          "BatchParameters with JobDefinition and JobName are required for target "
              + target.arn()
              + ".");
    }
    InputTransformer transformer = target.inputTransformer();
    String template = transformer == null ? "" : String.valueOf(transformer.inputTemplate());
    if ((target.input() + template).contains(OVERRIDES)) {
      throw Parameters.unsupported(request, "input of a job queue", OVERRIDES);
    }
    return new BatchTarget(
        job.jobDefinition(),
        job.jobName(),
        job.arrayProperties() == null ? null : job.arrayProperties().size(),
        job.retryStrategy() == null ? null : job.retryStrategy().attempts());
  }

  private static TargetInput input(PutTargetsRequest request, Target target) {
    long given =
        Stream.of(target.input(), target.inputPath(), target.inputTransformer())
            .filter(it -> it != null)
            .count();
    if (given > 1) {
      throw EventFaults.validation(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + target.id()
              + ".");
    }
    if (target.input() != null) {
      if (EventJson.parse(target.input()).isEmpty()) {
        throw EventFaults.validation("JSON syntax error in Input for target " + target.id() + ".");
      }
      return TargetInput.constant(target.input());
    }
    if (target.inputPath() != null) {
      return TargetInput.part(path(request, target.inputPath()));
    }
    return target.inputTransformer() == null
        ? TargetInput.event()
        : template(request, target.id(), target.inputTransformer());
  }

  private static TargetInput template(
      PutTargetsRequest request, String id, InputTransformer transformer) {
    String template = transformer.inputTemplate();
    if (template == null || template.isEmpty()) {
      // The text is not known.
      throw EventFaults.validation("InputTemplate is required for target " + id + ".");
    }
    Map<String, JsonPath> paths = new LinkedHashMap<>();
    transformer
        .inputPathsMap()
        .forEach((name, path) -> paths.put(name, path(request, given(id, name, path))));
    return TargetInput.template(paths, template);
  }

  private static String given(String id, String name, @Nullable String path) {
    if (path == null) {
      // The text is not known.
      throw EventFaults.validation(
          "InputPathsMap has no path for " + name + " in target " + id + ".");
    }
    return path;
  }

  private static JsonPath path(PutTargetsRequest request, String path) {
    return JsonPath.parse(path)
        .orElseThrow(() -> Parameters.unsupported(request, "path into an event", path));
  }
}
