package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final int MAX_DESCRIBED = 100;

  private final FakeBatch batch;
  private final World world;
  private final DefinitionRules rules;
  private final String arnPrefix;
  private final Map<String, List<Definition>> byName = new LinkedHashMap<>();
  private final Map<String, Integer> lastRevisions = new LinkedHashMap<>();

  Definitions(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.world = scope.world();
    this.rules = new DefinitionRules(scope.world());
    this.arnPrefix = scope.arn("batch", "job-definition/");
  }

  RegisterJobDefinitionResponse register(RegisterJobDefinitionRequest request) {
    rules.check(request);
    batch.tags().check(request.tags());
    String name = request.jobDefinitionName();
    int revision = lastRevisions.merge(name, 1, Integer::sum);
    JobDefinition definition =
        JobDefinition.builder()
            .jobDefinitionName(name)
            .jobDefinitionArn(arnPrefix + name + ":" + revision)
            .revision(revision)
            .status("ACTIVE")
            .type(request.typeAsString())
            .parameters(request.parameters())
            .containerProperties(request.containerProperties())
            .ecsProperties(request.ecsProperties())
            .eksProperties(request.eksProperties())
            .nodeProperties(request.nodeProperties())
            .consumableResourceProperties(request.consumableResourceProperties())
            .retryStrategy(lowerCase(request.retryStrategy()))
            .timeout(request.timeout())
            .schedulingPriority(request.schedulingPriority())
            .propagateTags(request.propagateTags())
            .platformCapabilities(
                request.hasPlatformCapabilities()
                    ? request.platformCapabilities()
                    : List.of(PlatformCapability.EC2))
            .containerOrchestrationType(
                request.eksProperties() == null ? OrchestrationType.ECS : OrchestrationType.EKS)
            .tags(request.tags())
            .build();
    byName.computeIfAbsent(name, key -> new ArrayList<>()).add(new Definition(definition));
    world.changed("job definition", name + ":" + revision, "ACTIVE");
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
    int revision = Integer.parseInt(reference.group("revision"));
    revisions(reference)
        .filter(definition -> definition.revision() == revision)
        .filter(Definition::active)
        .forEach(this::deregister);
    return DeregisterJobDefinitionResponse.builder().build();
  }

  private void deregister(Definition definition) {
    definition.deregister(world.now().plus(world.takes(Step.DEFINITION_INACTIVE)));
    JobDefinition detail = definition.detail();
    world.changed(
        "job definition",
        detail.jobDefinitionName() + ":" + detail.revision(),
        "ACTIVE -> INACTIVE");
  }

  Stream<Definition> active() {
    return byName.values().stream().flatMap(List::stream).filter(Definition::active);
  }

  /** What a job is submitted with: a name stands for its latest active revision. */
  JobDefinition forSubmission(@Nullable String given) {
    Matcher reference = reference(given);
    String revision = reference.group("revision");
    return revisions(reference)
        .filter(Definition::active)
        .filter(
            definition -> revision == null || definition.revision() == Integer.parseInt(revision))
        .reduce((earlier, later) -> later)
        .map(Definition::detail)
        // The text is not known.
        .orElseThrow(() -> Refusals.bare("JobDefinition " + given + " does not exist"));
  }

  /** A revision by its ARN. */
  @Nullable Definition find(String arn) {
    return all()
        .filter(definition -> definition.detail().jobDefinitionArn().equals(arn))
        .findFirst()
        .orElse(null);
  }

  /** None if the ARN is of another account or Region. */
  private Stream<Definition> revisions(Matcher reference) {
    String arn = reference.group(1);
    boolean here = arn == null || arn.equals(arnPrefix);
    return here ? kept(reference.group("name")) : Stream.empty();
  }

  private Stream<Definition> all() {
    return List.copyOf(byName.keySet()).stream().flatMap(this::kept);
  }

  /** The revisions of a name without those that have been inactive for too long. */
  private Stream<Definition> kept(String name) {
    List<Definition> revisions = byName.getOrDefault(name, new ArrayList<>());
    revisions.removeIf(definition -> definition.gone(world.now()));
    return revisions.stream();
  }

  private Matcher reference(@Nullable String given) {
    Matcher reference = REFERENCE.matcher(given == null ? "" : given);
    if (!reference.matches()) {
      throw Refusals.wrapped(
          world, "Provided name " + given + " is not supported pattern[a-zA-Z_0-9-]{1,128}");
    }
    return reference;
  }

  DescribeJobDefinitionsResponse describe(DescribeJobDefinitionsRequest request) {
    if (!request.jobDefinitions().isEmpty() && request.maxResults() != null) {
      throw Refusals.wrapped(world, "JobDefinitions and MaxResults cannot both be set");
    }
    if (!request.jobDefinitions().isEmpty()
        && (request.jobDefinitionName() != null || request.status() != null)) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "JobDefinitions cannot be combined with other filters");
    }
    if (request.jobDefinitions().size() > MAX_DESCRIBED) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "Maximum number of job definitions supported is 100");
    }
    List<JobDefinition> found =
        all().map(Definition::detail).filter(definition -> wanted(definition, request)).toList();
    Page<JobDefinition> page =
        Pages.of(found, Definitions::key, request.nextToken(), request.maxResults(), 100);
    return DescribeJobDefinitionsResponse.builder()
        .jobDefinitions(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static String key(JobDefinition definition) {
    String revision = Integer.toString(definition.revision());
    return definition.jobDefinitionName() + ":" + "0".repeat(9 - revision.length()) + revision;
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
