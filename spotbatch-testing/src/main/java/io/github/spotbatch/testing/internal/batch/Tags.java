package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.batch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.TagResourceResponse;
import software.amazon.awssdk.services.batch.model.UntagResourceRequest;
import software.amazon.awssdk.services.batch.model.UntagResourceResponse;

/** The tags of everything in Batch that has an ARN of its own. */
final class Tags {

  /** Something that has tags. */
  interface Tagged {

    Map<String, String> tags();

    void tags(Map<String, String> tags);
  }

  private final FakeBatch batch;
  private final World world;
  private final TagRules rules;

  Tags(FakeBatch batch, World world) {
    this.batch = batch;
    this.world = world;
    this.rules = new TagRules(world);
  }

  /** What a resource may be created with. */
  void check(Map<String, String> tags) {
    rules.check(tags);
  }

  TagResourceResponse tag(TagResourceRequest request) {
    Tagged tagged = tagged(request.resourceArn());
    rules.check(request.tags());
    Map<String, String> tags = new LinkedHashMap<>(tagged.tags());
    tags.putAll(request.tags());
    rules.check(tags);
    tagged.tags(tags);
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse untag(UntagResourceRequest request) {
    Tagged tagged = tagged(request.resourceArn());
    List<String> keys = request.tagKeys();
    if (keys.isEmpty() || keys.size() > TagRules.MAX_TAGS) {
      // The bounds are those of the API's model; the text is not known.
      throw Refusals.wrapped(world, "1 to 50 tag keys are required.");
    }
    Map<String, String> tags = new LinkedHashMap<>(tagged.tags());
    keys.forEach(tags::remove);
    tagged.tags(tags);
    return UntagResourceResponse.builder().build();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(tagged(request.resourceArn()).tags()).build();
  }

  /** By ARN only, not by name. */
  private Tagged tagged(@Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:")) {
      // The text is not known.
      throw Refusals.wrapped(world, "resourceArn is not valid: " + arn);
    }
    return Stream.of(
            batch.environments().find(arn),
            batch.queues().find(arn),
            batch.definitions().find(arn),
            batch.policies().find(arn),
            job(arn))
        .filter(Objects::nonNull)
        .findFirst()
        // The text is not known.
        .orElseThrow(() -> Refusals.bare(arn + " does not exist"));
  }

  /** The children of a job cannot be tagged; a child's ARN ends in its index. */
  private @Nullable Job job(String arn) {
    Job job = batch.jobs().find(arn);
    boolean child = arn.lastIndexOf(':') > arn.lastIndexOf('/');
    return job == null || child || !job.arn().equals(arn) ? null : job;
  }
}
