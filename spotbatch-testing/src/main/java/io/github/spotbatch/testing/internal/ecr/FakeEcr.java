package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerResponse;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityResponse;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartResponse;

/** ECR as the SDK sees it. */
public final class FakeEcr {

  private final RepositoryCalls repositories;
  private final ImageCalls images;
  private final ImageDeletions deletions;
  private final LayerCalls layers;
  private final LifecycleCalls lifecycles;
  private final AuthorizationCalls authorization;

  public FakeEcr(Scope scope) {
    this.repositories = new RepositoryCalls(scope.ecr());
    this.images = new ImageCalls(scope.world(), scope.ecr(), repositories);
    this.deletions = new ImageDeletions(scope.world(), repositories);
    this.layers = new LayerCalls(scope.world(), scope.ecr(), repositories);
    this.lifecycles = new LifecycleCalls(scope.world(), scope.ecr(), repositories);
    this.authorization = new AuthorizationCalls(scope.world(), scope.ecr());
  }

  public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
    return repositories.create(request);
  }

  public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
    return repositories.describe(request);
  }

  public DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
    return repositories.delete(request);
  }

  public PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
    return repositories.putMutability(request);
  }

  public PutImageScanningConfigurationResponse putImageScanningConfiguration(
      PutImageScanningConfigurationRequest request) {
    return repositories.putScanning(request);
  }

  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return repositories.listTags(request);
  }

  public TagResourceResponse tagResource(TagResourceRequest request) {
    return repositories.tag(request);
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return repositories.untag(request);
  }

  public PutImageResponse putImage(PutImageRequest request) {
    return images.put(request);
  }

  public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
    return images.batchGet(request);
  }

  public ListImagesResponse listImages(ListImagesRequest request) {
    return images.list(request);
  }

  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return images.describe(request);
  }

  public BatchDeleteImageResponse batchDeleteImage(BatchDeleteImageRequest request) {
    return deletions.delete(request);
  }

  public InitiateLayerUploadResponse initiateLayerUpload(InitiateLayerUploadRequest request) {
    return layers.initiate(request);
  }

  public UploadLayerPartResponse uploadLayerPart(UploadLayerPartRequest request) {
    return layers.part(request);
  }

  public CompleteLayerUploadResponse completeLayerUpload(CompleteLayerUploadRequest request) {
    return layers.complete(request);
  }

  public BatchCheckLayerAvailabilityResponse batchCheckLayerAvailability(
      BatchCheckLayerAvailabilityRequest request) {
    return layers.check(request);
  }

  public GetDownloadUrlForLayerResponse getDownloadUrlForLayer(
      GetDownloadUrlForLayerRequest request) {
    return layers.downloadUrl(request);
  }

  public PutLifecyclePolicyResponse putLifecyclePolicy(PutLifecyclePolicyRequest request) {
    return lifecycles.put(request);
  }

  public GetLifecyclePolicyResponse getLifecyclePolicy(GetLifecyclePolicyRequest request) {
    return lifecycles.get(request);
  }

  public DeleteLifecyclePolicyResponse deleteLifecyclePolicy(DeleteLifecyclePolicyRequest request) {
    return lifecycles.delete(request);
  }

  public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
    return authorization.token(request);
  }
}
