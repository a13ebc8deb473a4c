package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;

/** The change of a repository; its images stay. */
final class RepositoryChange {

  private static final String MUTABILITY = "imageTagMutability";
  private static final String SCANNING = "imageScanningConfiguration";

  private static final String EXPIRY = "lifecyclePolicyText";

  /** Where the whole request is one too many. */
  private static final String EXPIRY_UNWANTED = "PutLifecyclePolicy";

  private RepositoryChange() {}

  static Change of(
      AwsResource there,
      List<AwsRequest> asItIs,
      List<AwsRequest> wanted,
      List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    Set<String> fixed =
        fields.but(Set.of(MUTABILITY, SCANNING, EXPIRY, EXPIRY_UNWANTED, Fields.TAGS));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "give the repository another name");
    }
    CreateRepositoryRequest repository = (CreateRepositoryRequest) wanted.get(0);
    List<AwsRequest> requests = new ArrayList<>();
    if (fields.has(MUTABILITY)) {
      requests.add(
          PutImageTagMutabilityRequest.builder()
              .repositoryName(there.awsName())
              .imageTagMutability(repository.imageTagMutability())
              .build());
    }
    if (fields.has(SCANNING)) {
      requests.add(
          PutImageScanningConfigurationRequest.builder()
              .repositoryName(there.awsName())
              .imageScanningConfiguration(repository.imageScanningConfiguration())
              .build());
    }
    if (fields.has(EXPIRY) || asItIs.size() < wanted.size()) {
      requests.addAll(wanted.subList(1, wanted.size()));
    }
    if (fields.has(EXPIRY_UNWANTED)) {
      requests.add(DeleteLifecyclePolicyRequest.builder().repositoryName(there.awsName()).build());
    }
    if (fields.has(Fields.TAGS)) {
      requests.add(
          TagResourceRequest.builder()
              .resourceArn(there.id())
              .tags(repository.tags().stream().filter(tag -> fields.tagDiffers(tag.key())).toList())
              .build());
    }
    return Change.InPlace.quiet(requests);
  }
}
