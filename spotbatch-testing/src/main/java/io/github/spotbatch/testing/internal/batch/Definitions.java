package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsResponse;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.OrchestrationType;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionResponse;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** Job definitions by name, their revisions counted from 1, ACTIVE until deregistered. */
final class Definitions {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "(arn:[^/]+:job-definition/)?(?<name>[a-zA-Z_0-9-]{1,128})(?::(?<revision>\\d{1,9}))?");

  private final Scope scope;
  private final DefinitionRules rules;
  private final String arnPrefix;
  private final Map<String, List<JobDefinition>> byName = new LinkedHashMap<>();

  Definitions(Scope scope) {
    this.scope = scope;
    this.rules = new DefinitionRules(scope.world());
    this.arnPrefix =
        "arn:aws:batch:%s:%s:job-definition/".formatted(scope.region(), scope.account());
  }

  RegisterJobDefinitionResponse register(RegisterJobDefinitionRequest request) {
    rules.check(request);
    String name = request.jobDefinitionName();
    List<JobDefinition> revisions = byName.computeIfAbsent(name, key -> new ArrayList<>());
    int revision = revisions.size() + 1;
    JobDefinition definition =
        JobDefinition.builder()
            .jobDefinitionName(name)
            .jobDefinitionArn(arnPrefix + name + ":" + revision)
            .revision(revision)
            .status("ACTIVE")
            .type(request.typeAsString())
            .parameters(request.parameters())
            .containerProperties(request.containerProperties())
            .retryStrategy(lowerCase(request.retryStrategy()))
            .timeout(request.timeout())
            .schedulingPriority(request.schedulingPriority())
            .propagateTags(request.propagateTags())
            .platformCapabilities(
                request.hasPlatformCapabilities()
                    ? request.platformCapabilities()
                    : List.of(PlatformCapability.EC2))
            .containerOrchestrationType(OrchestrationType.ECS)
            .tags(request.tags())
            .build();
    revisions.add(definition);
    return RegisterJobDefinitionResponse.builder()
        .jobDefinitionName(name)
        .jobDefinitionArn(definition.jobDefinitionArn())
        .revision(revision)
        .build();
  }

  /** Actions may be given in any case; they come back in lower case. */
  static @Nullable RetryStrategy lowerCase(@Nullable RetryStrategy strategy) {
    return strategy == null
        ? null
        : strategy.toBuilder()
            .evaluateOnExit(
                strategy.evaluateOnExit().stream()
                    .map(
                        condition ->
                            condition.toBuilder()
                                .action(condition.actionAsString().toLowerCase(Locale.ROOT))
                                .build())
                    .toList())
            .build();
  }

  DeregisterJobDefinitionResponse deregister(DeregisterJobDefinitionRequest request) {
    Matcher reference = reference(request.jobDefinition());
    if (reference.group("revision") == null) {
      throw new UnsupportedOperationException(
          "what AWS does when DeregisterJobDefinition gets a bare name is not known; give"
              + " name:revision or the ARN, not "
              + request.jobDefinition());
    }
    List<JobDefinition> revisions = revisions(reference);
    int index = Integer.parseInt(reference.group("revision")) - 1;
    if (index >= 0 && index < revisions.size()) {
      revisions.set(index, revisions.get(index).toBuilder().status("INACTIVE").build());
    }
    return DeregisterJobDefinitionResponse.builder().build();
  }

  /** What a job is submitted with: a name stands for its latest active revision. */
  JobDefinition forSubmission(@Nullable String given) {
    Matcher reference = reference(given);
    String revision = reference.group("revision");
    return revisions(reference).stream()
        .filter(definition -> definition.status().equals("ACTIVE"))
        .filter(
            definition -> revision == null || definition.revision() == Integer.parseInt(revision))
        .reduce((earlier, later) -> later)
        // The text is not known.
        .orElseThrow(() -> Refusals.bare("JobDefinition " + given + " does not exist"));
  }

  /** None if the ARN is of another account or Region. */
  private List<JobDefinition> revisions(Matcher reference) {
    String arn = reference.group(1);
    boolean here = arn == null || arn.equals(arnPrefix);
    return here ? byName.getOrDefault(reference.group("name"), List.of()) : List.of();
  }

  private Matcher reference(@Nullable String given) {
    Matcher reference = REFERENCE.matcher(given == null ? "" : given);
    if (!reference.matches()) {
      throw Refusals.wrapped(
          scope.world(),
          "Provided name " + given + " is not supported pattern[a-zA-Z_0-9-]{1,128}");
    }
    return reference;
  }

  DescribeJobDefinitionsResponse describe(DescribeJobDefinitionsRequest request) {
    if (!request.jobDefinitions().isEmpty() && request.maxResults() != null) {
      throw Refusals.wrapped(scope.world(), "JobDefinitions and MaxResults cannot both be set");
    }
    if (!request.jobDefinitions().isEmpty()
        && (request.jobDefinitionName() != null || request.status() != null)) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(scope.world(), "JobDefinitions cannot be combined with other filters");
    }
    List<JobDefinition> found =
        byName.values().stream()
            .flatMap(List::stream)
            .filter(definition -> wanted(definition, request))
            .toList();
    Page<JobDefinition> page =
        Pages.of(found, Definitions::key, request.nextToken(), request.maxResults(), 100);
    return DescribeJobDefinitionsResponse.builder()
        .jobDefinitions(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static String key(JobDefinition definition) {
    return "%s:%09d".formatted(definition.jobDefinitionName(), definition.revision());
  }

  private static boolean wanted(JobDefinition definition, DescribeJobDefinitionsRequest request) {
    String nameAndRevision = definition.jobDefinitionName() + ":" + definition.revision();
    boolean named =
        request.jobDefinitions().isEmpty()
            || request.jobDefinitions().contains(nameAndRevision)
            || request.jobDefinitions().contains(definition.jobDefinitionArn());
    String name = request.jobDefinitionName();
    boolean ofName =
        name == null
            || name.equals(definition.jobDefinitionName())
            || definition.jobDefinitionArn().startsWith(name + ":");
    return named
        && ofName
        && (request.status() == null || request.status().equals(definition.status()));
  }
}
