package io.github.spotbatch.internal.provision;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** The active revisions of job definitions, and which of them say the same. */
final class Revisions {

  private static final String ACTIVE = "ACTIVE";
  private static final String TAGS = "tags";

  private final Session session;

  Revisions(Session session) {
    this.session = session;
  }

  /** All of the Region, whoever owns them. */
  List<JobDefinition> all() {
    return describe(DescribeJobDefinitionsRequest.builder().status(ACTIVE).build());
  }

  /** Those of one name, whoever owns them, the oldest first. */
  List<JobDefinition> named(String awsName) {
    return describe(
            DescribeJobDefinitionsRequest.builder()
                .jobDefinitionName(awsName)
                .status(ACTIVE)
                .build())
        .stream()
        .sorted(Comparator.comparing(JobDefinition::revision))
        .toList();
  }

  /** One by its ARN. */
  Optional<JobDefinition> find(String arn) {
    return describe(DescribeJobDefinitionsRequest.builder().jobDefinitions(arn).build()).stream()
        .filter(revision -> ACTIVE.equals(revision.status()))
        .findFirst();
  }

  /** The stack's own of one name, the oldest first. */
  List<JobDefinition> own(String awsName, Ownership ownership) {
    return named(awsName).stream()
        .filter(revision -> check(ownership, revision).isPresent())
        .toList();
  }

  static Optional<AwsResource> check(Ownership ownership, JobDefinition revision) {
    return ownership.check(
        ResourceKind.JOB_DEFINITION,
        revision.tags(),
        revision.jobDefinitionName() + ":" + revision.revision(),
        revision.jobDefinitionArn());
  }

  /**
   * The end of a row of revisions that all say the same: the first of them is the one that counts,
   * for everybody who looks, and the others are one too many each.
   *
   * @param revisions at least one, the oldest first
   */
  static List<JobDefinition> sameAtTheEnd(List<JobDefinition> revisions) {
    int last = revisions.size() - 1;
    JobDefinition newest = revisions.get(last);
    int first = last;
    while (first > 0 && isSame(revisions.get(first - 1), newest)) {
      first--;
    }
    return revisions.subList(first, revisions.size());
  }

  private static boolean isSame(JobDefinition one, JobDefinition other) {
    return one.tags().containsKey(Names.CONTENT_TAG) && isSame(one, asItIs(other));
  }

  /** A copy made by hand may have the tag of another content. */
  static boolean isSame(JobDefinition revision, RegisterJobDefinitionRequest wanted) {
    String content = wanted.tags().get(Names.CONTENT_TAG);
    boolean tagsCount = Boolean.TRUE.equals(wanted.propagateTags());
    return Objects.equals(revision.tags().get(Names.CONTENT_TAG), content)
        && Comparison.of(List.of(asItIs(revision)), List.of(wanted)).changes().stream()
            .map(FieldChange::path)
            .allMatch(path -> !tagsCount && path.startsWith(TAGS));
  }

  /** The request that would make a revision as it is. */
  static RegisterJobDefinitionRequest asItIs(JobDefinition definition) {
    return RegisterJobDefinitionRequest.builder()
        .jobDefinitionName(definition.jobDefinitionName())
        .type(definition.type())
        .parameters(definition.parameters())
        .containerProperties(definition.containerProperties())
        .retryStrategy(upperCase(definition.retryStrategy()))
        .timeout(definition.timeout())
        .schedulingPriority(definition.schedulingPriority())
        .propagateTags(definition.propagateTags())
        .platformCapabilitiesWithStrings(definition.platformCapabilitiesAsStrings())
        .tags(definition.tags())
        .build();
  }

  /** As it is, but for the tag of its content, which says nothing that the rest does not say. */
  static RegisterJobDefinitionRequest asItIs(
      JobDefinition definition, RegisterJobDefinitionRequest wanted) {
    RegisterJobDefinitionRequest asItIs = asItIs(definition);
    String content = wanted.tags().get(Names.CONTENT_TAG);
    if (content == null) {
      return asItIs;
    }
    Map<String, String> tags = new TreeMap<>(asItIs.tags());
    tags.put(Names.CONTENT_TAG, content);
    return asItIs.copy(d -> d.tags(tags));
  }

  /** Batch answers actions in lower case, however they were given. */
  private static @Nullable RetryStrategy upperCase(@Nullable RetryStrategy strategy) {
    if (strategy == null) {
      return null;
    }
    List<EvaluateOnExit> conditions =
        strategy.evaluateOnExit().stream()
            .map(
                condition ->
                    condition.copy(
                        c -> c.action(condition.actionAsString().toUpperCase(Locale.ROOT))))
            .toList();
    return strategy.copy(s -> s.evaluateOnExit(conditions));
  }

  private List<JobDefinition> describe(DescribeJobDefinitionsRequest first) {
    BatchClient batch = session.clients().batch();
    List<JobDefinition> revisions = new ArrayList<>();
    session
        .calls()
        .pages(
            first,
            batch::describeJobDefinitions,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .forEach(page -> revisions.addAll(page.jobDefinitions()));
    return revisions;
  }
}
