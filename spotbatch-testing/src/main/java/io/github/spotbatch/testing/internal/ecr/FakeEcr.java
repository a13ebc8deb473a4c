package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;

/** ECR as the SDK sees it. */
public final class FakeEcr {

  private final RepositoryCalls repositories;
  private final ImageCalls images;
  private final AuthorizationCalls authorization;

  public FakeEcr(Scope scope) {
    this.repositories = new RepositoryCalls(scope.ecr());
    this.images = new ImageCalls(scope.world(), scope.ecr(), repositories);
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

  public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
    return authorization.token(request);
  }
}
