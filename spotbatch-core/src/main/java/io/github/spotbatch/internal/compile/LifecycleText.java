package io.github.spotbatch.internal.compile;

import java.time.Duration;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;

/** The lifecycle policies that spotbatch gives to repositories. */
public final class LifecycleText {

  private static final String DESCRIPTION = "spotbatch: images without a tag";

  private LifecycleText() {}

  /** ECR knows nothing of job definitions, so what they pin has to have a tag. */
  static PutLifecyclePolicyRequest request(String repository, Duration expiry) {
    String text =
        "{\"rules\":[{\"rulePriority\":1,\"description\":\"%s\",\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":%d},\"action\":{\"type\":\"expire\"}}]}"
            .formatted(DESCRIPTION, expiry.toDays());
    return PutLifecyclePolicyRequest.builder()
        .repositoryName(repository)
        .lifecyclePolicyText(text)
        .build();
  }

  /** Whether a policy is one of these, and not somebody else's. */
  public static boolean isOwn(String text) {
    return text.contains(DESCRIPTION);
  }
}
